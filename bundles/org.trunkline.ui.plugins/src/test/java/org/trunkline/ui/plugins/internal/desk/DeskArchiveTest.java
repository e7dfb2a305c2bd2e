package org.trunkline.ui.plugins.internal.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.ui.Formats;

import jdk.security.jarsigner.JarSigner;

/** The desk verifies by itself what a node hands out. */
class DeskArchiveTest {
    private static final String JSON = """
            {"id": "com.example.crm", "version": "1.2.0", "bundles": {"node": [], "desk": ["desk/a.jar"]}}""";
    private static final Formats FORMATS = new Formats(ZoneOffset.UTC, Locale.ENGLISH);
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path keys;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        for (String name : List.of("one", "two", "old")) {
            var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                    "-alias", name, "-keyalg", "EC", "-dname", "CN=Publisher " + name, "-validity", "2", "-startdate", name.equals("old") ? "-9d" : "-1H", "-storetype", "PKCS12",
                    "-keystore", keys.resolve("keys.p12").toString(), "-storepass", "changeit").inheritIO().start();
            assertEquals(0, process.waitFor());
        }
    }

    private Path archive(Map<String, String> entries) throws IOException {
        Path file = folder.resolve("plain.tlp");
        try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : new TreeMap<>(entries).entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(UTF_8));
            }
        }
        return file;
    }

    private Path signed(Path plain, String by) throws Exception {
        var store = KeyStore.getInstance(keys.resolve("keys.p12").toFile(), PASSWORD);
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(store.getCertificate(by)));
        Path signed = folder.resolve("signed-" + by + "-" + plain.getFileName());
        try (var in = new ZipFile(plain.toFile()); OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder((PrivateKey) store.getKey(by, PASSWORD), path).signerName(by).build().sign(in, out);
        }
        return signed;
    }

    private Path sound() throws Exception {
        return signed(archive(Map.of("plugin.json", JSON, "desk/a.jar", "bundle")), "one");
    }

    @Test
    void aSoundArchiveNamesItsPublisherAndItsBundles() throws Exception {
        var archive = DeskArchive.read(sound());
        assertEquals("com.example.crm", archive.id());
        assertEquals("CN=Publisher one", archive.publisher().orElseThrow().subject());
        assertTrue(archive.publisher().get().fingerprint().matches("[0-9a-f]{64}"));
        assertEquals("desk/a.jar", archive.bundles().getFirst().path());
        assertArrayEquals("bundle".getBytes(UTF_8), archive.bundles().getFirst().content());
    }

    /** What was accepted is read at each start of the desk: it must not go with the certificate. */
    @Test
    void anExpiredCertificateIsNoReasonToForgetWhatWasAccepted() throws Exception {
        var archive = DeskArchive.read(signed(archive(Map.of("plugin.json", JSON, "desk/a.jar", "bundle")), "old"));
        assertEquals("CN=Publisher old", archive.publisher().orElseThrow().subject());
        var until = archive.publisher().get().until();
        archive.checkNew(until.minusSeconds(1), FORMATS);
        assertEquals("archive.expired", assertThrows(ArchiveProblem.class, () -> archive.checkNew(until.plusSeconds(1), FORMATS)).key());
    }

    @Test
    void withoutASignatureItHasNoPublisher() throws Exception {
        assertTrue(DeskArchive.read(archive(Map.of("plugin.json", JSON, "desk/a.jar", "bundle"))).publisher().isEmpty());
    }

    private void refused(String key, Path file) {
        assertEquals(key, assertThrows(ArchiveProblem.class, () -> DeskArchive.read(file)).key());
    }

    /** @param content of the entry; empty to leave it out */
    private Path changed(Path file, String entry, String content) throws IOException {
        Path changed = folder.resolve("changed.tlp");
        try (var in = new ZipFile(file.toFile()); var out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (var e : in.stream().toList()) {
                if (e.getName().equals(entry) && content.isEmpty())
                    continue;
                out.putNextEntry(new ZipEntry(e.getName()));
                out.write(e.getName().equals(entry) ? content.getBytes(UTF_8) : in.getInputStream(e).readAllBytes());
            }
            if (in.getEntry(entry) == null) {
                out.putNextEntry(new ZipEntry(entry));
                out.write(content.getBytes(UTF_8));
            }
        }
        return changed;
    }

    @Test
    void whatWasChangedAfterSigningIsRefused() throws Exception {
        refused("archive.changed", changed(sound(), "desk/a.jar", "other"));
        refused("archive.changed", changed(sound(), "desk/a.jar", ""));
        refused("archive.several-signers", changed(sound(), "desk/b.jar", "added"));
    }

    @Test
    void oneWhomSeveralSignedIsRefused() throws Exception {
        refused("archive.several-signers", signed(sound(), "two"));
    }

    @Test
    void whatIsNoPluginIsRefused() throws Exception {
        refused("archive.no-plugin", archive(Map.of("a", "b")));
        refused("archive.no-plugin", archive(Map.of("plugin.json", "{")));
        refused("archive.no-plugin", archive(Map.of("plugin.json", JSON.replace("com.example.crm", "../up"), "desk/a.jar", "x")));
        refused("archive.no-bundle", archive(Map.of("plugin.json", JSON)));
        refused("archive.broken", Files.writeString(folder.resolve("text"), "not a zip"));
    }
}
