package org.trunkline.nodetest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged node does before and after it carries calls. */
class LaunchTest {
    @TempDir
    Path folder;

    @Test
    void aSecondNodeOnTheSameFolderIsRefusedInOneLine() throws Exception {
        try (var first = NodeProcess.launch(folder, 0, 0)) {
            first.await("up", () -> Files.exists(folder.resolve("framework"))); // made when it has the lock
            try (var second = NodeProcess.launch(folder, 0, 0)) {
                assertEquals(2, second.exit(), second::output);
                assertEquals("trunkline-node: another node runs on " + folder + ": stop it or choose another folder with --data\n",
                        second.output());
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedInOneLine() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        try (var node = NodeProcess.launch(file.resolve("data"), 0, 0)) {
            assertEquals(2, node.exit(), node::output);
            assertEquals(1, node.output().lines().count(), node::output);
            assertTrue(node.output().contains("choose another with --data"), node::output);
            assertFalse(node.output().contains("\tat "), node::output);
        }
    }

    @Test
    void aSipPortInUseIsToldInOneLine() throws Exception {
        try (var taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                var node = NodeProcess.launch(folder, taken.getLocalPort(), 0)) {
            assertRefused(node, String.valueOf(taken.getLocalPort()), "--sip-port");
        }
    }

    @Test
    void anHttpPortInUseIsToldInOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var node = NodeProcess.launch(folder, 0, taken.getLocalPort())) {
            assertRefused(node, String.valueOf(taken.getLocalPort()), "--http-port");
        }
    }

    private static void assertRefused(NodeProcess node, String... words) throws InterruptedException {
        assertEquals(2, node.exit(), node::output);
        var told = node.output().lines().filter(line -> line.startsWith("trunkline-node: ")).toList();
        assertEquals(1, told.size(), node::output);
        for (var word : words)
            assertTrue(told.getFirst().contains(word), told::getFirst);
        assertFalse(node.output().contains("\tat "), node::output);
    }

    /** The SIP port is another one after each start. */
    @Test
    void whatIsSavedAndWhereAPhoneFindsItsSettingsOutliveSigterm() throws Exception {
        String path;
        String password;
        try (var node = NodeProcess.start(folder)) {
            var made = node.http("POST", "/api/v1/subscribers", """
                    {"username": "ada", "password": "correct horse", "displayName": "Ada", "enabled": true}""");
            assertEquals(201, made.statusCode(), made::body);
            var card = node.http("POST", "/api/v1/subscribers/ada/phone-card", "{}").body();
            path = card.replaceAll("(?s).*\"address\":\"https?://[^/]*(/provision/[^\"]*)\".*", "$1");
            password = card.replaceAll("(?s).*\"password\":\"([^\"]*)\".*", "$1");
            var file = node.http("GET", path + "yealink/phone.cfg", "").body();
            assertTrue(file.contains("account.1.password = " + password + "\n"), file);
            node.terminate();
            assertEquals(0, node.exit(), node::output);
            assertFalse(Files.exists(folder.resolve("node.ready")));
            assertFalse(node.output().contains("\tat "), node::output);
        }
        try (var node = NodeProcess.start(folder)) {
            var read = node.http("GET", "/api/v1/subscribers/ada", "");
            assertEquals(200, read.statusCode(), read::body);
            assertFalse(read.body().contains(password), read::body);
            var file = node.http("GET", path + "yealink/phone.cfg", "");
            assertEquals(200, file.statusCode(), file::body);
            assertTrue(file.body().contains("account.1.user_name = ada\n"), file::body);
            assertTrue(file.body().contains("account.1.sip_server.1.port = " + node.sip().getPort() + "\n"), file::body);
            assertFalse(file.body().contains("password") || file.body().contains(password), file::body);
            assertEquals(404, node.http("GET", path + "snom/settings.xml", "").statusCode(), "no snom phone used it");
            assertEquals(204, node.http("DELETE", "/api/v1/subscribers/ada/phone-card", "").statusCode());
            assertEquals(404, node.http("GET", path + "yealink/phone.cfg", "").statusCode());
        }
    }

    @Test
    void aSavedSettingIsInEffectAtOnceOrAfterTheRestart() throws Exception {
        try (var node = NodeProcess.start(folder)) {
            var saved = node.http("PUT", "/api/v1/settings", """
                    {"values": {"trunkline.region": "SE", "trunkline.realm": "example.com", "trunkline.smtp.password": "correct horse"}}""");
            assertEquals(200, saved.statusCode(), saved::body);
            assertFalse(saved.body().contains("horse"), saved::body);
            var locked = node.http("PUT", "/api/v1/settings", """
                    {"values": {"trunkline.bind": "0.0.0.0", "trunkline.region": "NO"}}""");
            assertEquals(422, locked.statusCode(), locked::body);
            assertTrue(locked.body().contains("given-at-start"), locked::body);
            var changes = node.http("GET", "/api/v1/changes", "");
            assertTrue(changes.body().contains("""
                    {"path":"trunkline.region","before":"","after":"SE"}"""), changes::body);
            assertFalse(changes.body().contains("horse"), changes::body);
            node.terminate();
            assertEquals(0, node.exit(), node::output);
            assertFalse(node.output().contains("\tat "), node::output);
        }
        try (var node = NodeProcess.start(folder)) {
            var settings = node.http("GET", "/api/v1/settings", "").body();
            assertTrue(settings.contains("\"value\":\"SE\"") && settings.contains("\"value\":\"example.com\""), settings);
            assertFalse(settings.contains("\"waiting\":true"), settings);
        }
    }

    @Test
    void aBrokenSettingsFileIsToldInOneLine() throws Exception {
        var file = Files.writeString(folder.resolve("settings.json"), "{\n  oops\n}");
        try (var node = NodeProcess.launch(folder, 0, 0)) {
            assertRefused(node, file.toString(), "line 2", "rename it");
        }
    }

    @Test
    void itStartsAgainAfterKill() throws Exception {
        try (var node = NodeProcess.start(folder)) {
            node.kill();
        }
        try (var node = NodeProcess.start(folder)) {
            assertEquals(200, node.http("GET", "/api/v1/status", "").statusCode());
        }
    }
}
