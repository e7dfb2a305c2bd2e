package org.trunkline.node.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.node.internal.settings.NodeSettings;

class StartTest {
    @TempDir
    Path folder;

    @Test
    void settingsHaveSafeDefaults() throws Exception {
        var settings = NodeSettings.read(Map.of("user.home", "/home/ada")::get);
        assertEquals(Path.of("/home/ada/.trunkline/node"), settings.data());
        assertEquals("127.0.0.1", settings.bind());
        assertEquals("127.0.0.1", settings.httpBind());
        assertEquals(List.of(5060, 8060, 10_000, 49_999),
                List.of(settings.sipPort(), settings.httpPort(), settings.rtpMin(), settings.rtpMax()));
        assertEquals(List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), settings.digest());
    }

    @Test
    void settingsAreRead() throws Exception {
        var settings = NodeSettings.read(Map.of("trunkline.data", folder.toString(), "trunkline.bind", "[::1]",
                "trunkline.sip.port", "0", "trunkline.rtp.ports", "30000-30100", "trunkline.region", "se",
                "trunkline.digest", "md5")::get);
        assertEquals(folder, settings.data());
        assertEquals("0:0:0:0:0:0:0:1", settings.bind());
        assertEquals("SE", settings.region());
        assertEquals(List.of(DigestAlgorithm.MD5), settings.digest());
    }

    @Test
    void severalAddressesAreRead() throws Exception {
        var settings = NodeSettings.read(Map.of("trunkline.bind", "127.0.0.1, [::1]")::get);
        assertEquals("127.0.0.1,0:0:0:0:0:0:0:1", settings.bind());
        var e = assertThrows(NodeSettings.BadSetting.class,
                () -> NodeSettings.read(Map.of("trunkline.bind", "127.0.0.1,,::1")::get));
        assertTrue(e.getMessage().contains("IP address"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"trunkline.sip.port,70000", "trunkline.sip.port,abc", "trunkline.rtp.ports,5-4", "trunkline.rtp.ports,1000-2000",
            "trunkline.region,Sweden", "trunkline.digest,SHA-1", "trunkline.realm,a b", "trunkline.bind,not a host",
            "trunkline.dns,ns.example.com", "trunkline.dns,192.0.2.53:99999"})
    void aBadSettingIsNamedWithItsValue(String name, String value) {
        var e = assertThrows(NodeSettings.BadSetting.class, () -> NodeSettings.read(Map.of(name, value)::get));
        assertEquals(name, e.property());
        assertTrue(e.getMessage().toLowerCase().contains(value.toLowerCase()), e.getMessage());
    }

    @Test
    void aFreshFolderIsItsOwnersAlone() throws Exception {
        Path data = folder.resolve("a/b");
        try (var _ = NodeLock.take(data)) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
        }
    }

    @Test
    void aSecondNodeIsRefusedUntilTheFirstIsGone() throws Exception {
        try (var _ = NodeLock.take(folder)) {
            var e = assertThrows(NodeLock.Refused.class, () -> NodeLock.take(folder));
            assertEquals("data-folder-in-use", e.failure().code());
            assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
        }
        NodeLock.take(folder).close();
    }

    @Test
    void namesTheProcessThatHasTheFolder() throws Exception {
        try (var _ = NodeLock.take(folder)) {
            assertEquals(String.valueOf(ProcessHandle.current().pid()),
                    Files.readString(folder.resolve("node.lock")).strip());
        }
    }

    @Test
    void aFileInTheFoldersPlaceIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals("data-folder-is-file",
                assertThrows(NodeLock.Refused.class, () -> NodeLock.take(file)).failure().code());
        assertTrue(assertThrows(NodeLock.Refused.class, () -> NodeLock.take(file.resolve("data"))).getMessage()
                .contains("--data"));
    }

    @Test
    void theSecretStaysTheSameAndItsOwnersAlone() throws Exception {
        byte[] secret = NodeSecret.readOrCreate(folder);
        assertEquals(32, secret.length);
        assertArrayEquals(secret, NodeSecret.readOrCreate(folder));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("node.secret"))));
        Files.write(folder.resolve("node.secret"), new byte[3]);
        assertEquals(32, NodeSecret.readOrCreate(folder).length);
    }

    @Test
    void aSlowWatcherSkipsToTheNewest() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var watchers = new Watchers<Integer>(threads);
            var held = new CountDownLatch(1);
            var last = new CountDownLatch(1);
            var seen = new ConcurrentLinkedQueue<Integer>();
            var entered = new CountDownLatch(1);
            watchers.add(value -> {
                seen.add(value);
                entered.countDown();
                if (value == 1)
                    await(held);
                if (value == 100)
                    last.countDown();
            });
            watchers.tell(1);
            assertTrue(entered.await(60, TimeUnit.SECONDS));
            for (int i = 2; i <= 100; i++)
                watchers.tell(i);
            held.countDown();
            assertTrue(last.await(60, TimeUnit.SECONDS));
            assertEquals(List.of(1, 100), List.copyOf(seen));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
