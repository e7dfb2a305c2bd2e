package org.trunkline.node.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.api.message.FileAccess;
import org.trunkline.api.message.FileRefusedException;
import org.trunkline.api.message.FileRefusedException.Reason;
import org.trunkline.api.message.FileSignIn;
import org.trunkline.api.message.OfferedFile;
import org.trunkline.api.message.StoredFile;
import org.trunkline.node.internal.settings.FileSettings;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.ManualScheduler;

class SubscriberFilesTest {
    private static final int MIB = 1 << 20;
    private static final int SEGMENT = 64 << 10;

    @TempDir
    Path data;
    private final ManualScheduler clock = new ManualScheduler();
    private final FakeDirectory directory = new FakeDirectory();
    private FileSettings settings = settings(true, 2 * MIB, 5 * MIB, 7 * MIB);
    private SubscriberFiles files;

    private static FileSettings settings(boolean on, long most, long subscriber, long node) {
        return new FileSettings(on, most, List.of("image/*", "text/plain"), new FileSettings.Room(subscriber, node), Duration.ofDays(30), "");
    }

    @BeforeEach
    void start() throws IOException {
        files = SubscriberFiles.in(data, directory, () -> settings, clock);
    }

    private StoredFile store(String who, byte[] content) throws Exception {
        return files.store(who, new OfferedFile("C:\\x\\picture.png", "image/png", content.length), new ByteArrayInputStream(content));
    }

    private byte[] read(StoredFile file) throws IOException {
        var out = new ByteArrayOutputStream();
        files.write(file, out);
        return out.toByteArray();
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private List<Path> onDisk() throws IOException {
        if (!Files.isDirectory(data.resolve("files")))
            return List.of();
        try (var all = Files.list(data.resolve("files"))) {
            return all.toList();
        }
    }

    private Reason refusal(String who, OfferedFile offered, byte[] content) {
        return assertThrows(FileRefusedException.class, () -> files.store(who, offered, new ByteArrayInputStream(content))).reason();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, MIB + 7})
    void whatIsStoredIsReadAgainAlsoAfterARestart(int length) throws Exception {
        var content = random(length);
        var stored = store("anna", content);
        assertEquals("picture.png image/png " + length, stored.name() + " " + stored.type() + " " + stored.bytes());
        assertArrayEquals(content, read(stored));
        start();
        assertEquals(stored, files.find(stored.id()).orElseThrow());
        assertArrayEquals(content, read(stored));
    }

    /** Neither the content nor its name, sender or address is on the disk in clear. */
    @Test
    void nothingOnTheDiskCanBeRead() throws Exception {
        var stored = files.store("anna", new OfferedFile("secret-plan.txt", "text/plain", 100),
                new ByteArrayInputStream("meet at noon, meet at noon".getBytes(UTF_8)));
        var file = onDisk().getFirst();
        var bytes = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        for (var word : List.of("meet", "secret-plan", "anna", stored.id()))
            assertFalse((bytes + file.getFileName()).contains(word), word);
    }

    @Test
    void addressesAreNotGuessed() throws Exception {
        var one = store("anna", random(1));
        var two = store("anna", random(1));
        assertTrue(one.id().matches("[A-Za-z0-9_-]{43}") && !one.id().equals(two.id()));
        assertTrue(files.find("").isEmpty() && files.find("../secret.key").isEmpty() && files.find("A".repeat(43)).isEmpty());
        assertTrue(files.find(onDisk().getFirst().getFileName().toString()).isEmpty(), "the name on the disk is no address");
    }

    @Test
    void aFileThatWasChangedOrCutIsNotDelivered() throws Exception {
        var content = random(3 * SEGMENT);
        var stored = store("anna", content);
        var file = onDisk().getFirst();
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - SEGMENT - 16));
        assertThrows(IOException.class, () -> read(stored), "cut after a whole segment");
        var changed = whole.clone();
        changed[changed.length - 1] ^= 1;
        Files.write(file, changed);
        assertThrows(IOException.class, () -> read(stored));
    }

    /** An upload that breaks leaves nothing; what a crash left is deleted by the next start. */
    @Test
    void nothingIsHalfStored() throws Exception {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection lost");
            }
        };
        assertThrows(IOException.class, () -> files.store("anna", new OfferedFile("x.png", "image/png", MIB),
                new SequenceInputStream(new ByteArrayInputStream(random(SEGMENT * 2)), broken)));
        assertEquals(List.of(), onDisk());
        Files.write(data.resolve("files").resolve("0".repeat(64) + ".part"), random(100));
        start();
        assertEquals(List.of(), onDisk());
        store("anna", random(2 * MIB)); // the reservation of the broken one is gone
        store("anna", random(2 * MIB));
    }

    @Test
    void theLimitsHold() throws Exception {
        assertEquals(Reason.TOO_LARGE, refusal("anna", new OfferedFile("x.png", "image/png", -1), random(2 * MIB + 1)));
        assertEquals(Reason.TYPE, refusal("anna", new OfferedFile("x.html", "text/html", 1), random(1)));
        assertEquals(Reason.TYPE, refusal("anna", new OfferedFile("x.exe", "", 1), random(1)));
        assertEquals(List.of(), onDisk());
        store("anna", random(2 * MIB));
        store("anna", random(2 * MIB));
        assertEquals(Reason.SUBSCRIBER_FULL, refusal("anna", new OfferedFile("x.png", "image/png", 2 * MIB), random(2 * MIB)));
        store("berit", random(2 * MIB));
        assertEquals(Reason.NODE_FULL, refusal("cilla", new OfferedFile("x.png", "image/png", 2 * MIB), random(2 * MIB)));
        clock.advance(Duration.ofDays(30));
        store("anna", random(2 * MIB)); // the others have expired, though nobody has deleted them yet
    }

    @Test
    void oneSubscriberSendsTwoAtOnce() throws Exception {
        var nested = new InputStream[1];
        var outcomes = new java.util.ArrayList<Reason>();
        class Waiting extends InputStream {
            private final int depth;
            private boolean asked;

            Waiting(int depth) {
                this.depth = depth;
            }

            @Override
            public int read() throws IOException {
                if (!asked) {
                    asked = true;
                    try {
                        files.store("anna", new OfferedFile("x.png", "image/png", 1), new Waiting(depth + 1));
                    } catch (FileRefusedException e) {
                        outcomes.add(e.reason());
                    }
                }
                return -1;
            }
        }
        nested[0] = new Waiting(1);
        files.store("anna", new OfferedFile("x.png", "image/png", 1), nested[0]);
        assertEquals(List.of(Reason.BUSY), outcomes);
        assertEquals(2, onDisk().size());
    }

    @Test
    void whatExpiresIsGone() throws Exception {
        var stored = store("anna", random(10));
        clock.advance(Duration.ofDays(29));
        assertEquals(0, files.expire(Instant.MIN));
        assertTrue(files.find(stored.id()).isPresent());
        clock.advance(Duration.ofDays(1));
        assertTrue(files.find(stored.id()).isEmpty(), "not served any more, though it is still on the disk");
        assertEquals(1, files.expire(Instant.MIN));
        assertEquals(List.of(), onDisk());
    }

    /** Retention shorter than the days of files wins. */
    @Test
    void retentionAndErasureTakeFilesToo() throws Exception {
        store("anna", random(10));
        var berits = store("berit", random(10));
        clock.advance(Duration.ofDays(2));
        assertEquals(1, files.erase(Set.of("anna", "+46701234567")));
        assertTrue(files.find(berits.id()).isPresent());
        assertEquals(1, files.expire(clock.instant().minus(Duration.ofDays(1))));
        assertEquals(List.of(), onDisk());
    }

    @Test
    void aRenamedSubscriberKeepsItsFiles() throws Exception {
        var content = random(SEGMENT + 5);
        var stored = store("anna", content);
        files.renamed("anna", "anna.berg");
        start();
        assertArrayEquals(content, read(files.find(stored.id()).orElseThrow()));
        assertEquals(0, files.erase(Set.of("anna")));
        assertEquals(1, files.erase(Set.of("anna.berg")));
    }

    /** With another key nothing is served, nothing breaks, and the files go when they are too old. */
    @Test
    void anotherKeyOpensNothing() throws Exception {
        var stored = store("anna", random(10));
        Files.delete(data.resolve("secret.key"));
        start();
        assertTrue(files.find(stored.id()).isEmpty());
        assertEquals(1, onDisk().size());
        files.expire(Instant.now().plusSeconds(60));
        assertEquals(List.of(), onDisk());
    }

    @Test
    void switchedOffNothingIsTakenAndNothingServed() throws Exception {
        var stored = store("anna", random(10));
        settings = settings(false, MIB, MIB, MIB);
        assertTrue(files.rules().isEmpty() && files.find(stored.id()).isEmpty());
        assertEquals(Reason.OFF, refusal("anna", new OfferedFile("x.png", "image/png", 1), random(1)));
    }

    @Test
    void subscribersSignInAsTheirPhonesDo() {
        var from = new InetSocketAddress("192.0.2.9", 1);
        assertEquals(new FileAccess.Granted("anna"), files.signIn(new FileSignIn("POST", "/files", List.of("Fake anna"), from, "")));
        assertInstanceOf(FileAccess.Challenged.class, files.signIn(new FileSignIn("POST", "/files", List.of(), from, "")));
    }
}
