package org.trunkline.phone.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneFiles;

/** Uploads and downloads against a server by hand. */
@Timeout(30)
class SoftFilesTest {
    private static final String ID = "a".repeat(43);

    @TempDir
    Path folder;
    private final List<String> seen = new ArrayList<>();
    private final byte[] content = new byte[300_000];
    private HttpServer server;
    private URI base;
    private SoftFiles files;
    private volatile int status = 200;
    private volatile byte[] body = {};
    private volatile CountDownLatch pause = new CountDownLatch(0);

    /** Completed by what comes of a transfer. */
    private static class Outcome extends CompletableFuture<FileMessage> implements PhoneFiles.Listener {
        private volatile double share;

        @Override
        public void progress(double now) {
            assertTrue(now >= share && now <= 1);
            share = now;
        }

        @Override
        public void done(FileMessage file) {
            complete(file);
        }

        @Override
        public void failed(LocalizableText why) {
            completeExceptionally(new IOException(why.code()));
        }

        String failure() {
            return handle((_, why) -> why.getMessage()).join();
        }
    }

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var account = new PhoneAccount("1", URI.create("ws://127.0.0.1:1"), "example.org", "anna", "Anna", "secret");
        var other = new PhoneAccount("2", URI.create("ws://127.0.0.1:1"), "example.org", "bo", "Bo", "secret");
        files = new SoftFiles(() -> List.of(new AccountState(account, Registration.REGISTERED, Optional.empty(), Optional.of(base)),
                new AccountState(other, Registration.REGISTERED, Optional.empty(), Optional.empty())));
    }

    @AfterEach
    void stop() {
        pause.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var sent = exchange.getRequestBody().readAllBytes();
        var credentials = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
        synchronized (seen) {
            seen.add(exchange.getRequestMethod() + ' ' + exchange.getRequestURI() + ' ' + sent.length);
        }
        if (exchange.getRequestMethod().equals("POST") && credentials.isEmpty()) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", algorithm=MD5, qop=\"auth\"");
            exchange.sendResponseHeaders(401, -1);
        } else {
            if (exchange.getRequestMethod().equals("POST")) {
                assertTrue(credentials.contains("username=\"anna\"") && credentials.contains("algorithm=SHA-256") && credentials.contains("uri=\"/files\""), credentials);
                upload = sent;
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
                await();
                exchange.getResponseBody().write(body, body.length / 2, body.length - body.length / 2);
            }
        }
        exchange.close();
    }

    private volatile byte[] upload = {};

    private void await() {
        try {
            pause.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FileMessage at(String url) {
        return new FileMessage("år 1.png", content.length, "image/png", url, Optional.empty());
    }

    @Test
    void aFileIsUploadedWithItsNameAndType() throws Exception {
        var file = Files.write(folder.resolve("år 1.png"), content);
        body = at(base + "/files/" + ID + "/x").document().getBytes(UTF_8);
        var outcome = new Outcome();
        files.upload("1", file, outcome);
        assertEquals(at(base + "/files/" + ID + "/x"), outcome.get());
        assertEquals(1, outcome.share);
        var form = new String(upload, ISO_8859_1);
        assertTrue(form.contains("name=\"File\"; filename=\"" + new String("år 1.png".getBytes(UTF_8), ISO_8859_1) + "\"\r\nContent-Type: image/png\r\n\r\n"), form.substring(0, 200));
        assertTrue(form.contains(new String(content, ISO_8859_1)));
        assertEquals("POST /files 0", seen.getFirst());
    }

    @ParameterizedTest
    @CsvSource({"404, phone-files-off", "403, phone-file-forbidden", "413, phone-file-large", "415, phone-file-type", "503, phone-file-busy",
            "507, phone-file-no-room", "500, phone-file-refused", "200, phone-file-refused"})
    void aRefusalHasItsReason(int said, String code) throws Exception {
        status = said;
        var outcome = new Outcome();
        files.upload("1", Files.write(folder.resolve("x.png"), content), outcome);
        assertEquals(code, outcome.failure());
    }

    @Test
    void whatCannotBeReadOrReachedSaysSo() throws Exception {
        var missing = new Outcome();
        files.upload("1", folder.resolve("missing"), missing);
        assertEquals("phone-file-unreadable", missing.failure());
        var off = new Outcome();
        files.upload("2", Files.write(folder.resolve("x.png"), content), off);
        assertEquals("phone-files-off", off.failure());
        server.stop(0);
        var gone = new Outcome();
        files.upload("1", folder.resolve("x.png"), gone);
        assertEquals("phone-file-unreachable", gone.failure());
    }

    /** The path decides what is asked for, and the node of the account who is asked: never the host of the message. */
    @Test
    void onlyTheOwnNodeIsAsked() throws Exception {
        body = content;
        var outcome = new Outcome();
        var foreign = at("https://evil.example.net/files/" + ID + "/x.png");
        assertTrue(files.isOwn("1", foreign));
        assertFalse(files.isOwn("2", foreign));
        files.download("1", foreign, folder.resolve("to.png"), 1 << 20, outcome);
        outcome.get();
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("to.png")));
        assertEquals(List.of("GET /files/" + ID + "/x.png 0"), seen);
        for (var url : List.of("https://evil.example.net/x.png", base + "/api/v1/status", base + "/files/" + ID + "/../../api", base + "/files/x", base + "/files/" + ID + "?a=1/"))
            assertEquals(url.contains("?"), files.isOwn("1", at(url)), url);
    }

    @Test
    void aDownloadIsBoundedAndLeavesNothingHalf() throws Exception {
        body = content;
        var large = new Outcome();
        files.download("1", at(base + "/files/" + ID), folder.resolve("to.png"), 1000, large);
        assertEquals("phone-file-large", large.failure());
        status = 404;
        body = new byte[0];
        var gone = new Outcome();
        files.download("1", at(base + "/files/" + ID), folder.resolve("to.png"), 1 << 20, gone);
        assertEquals("phone-file-gone", gone.failure());
        status = 200;
        body = content;
        var unwritable = new Outcome();
        files.download("1", at(base + "/files/" + ID), folder.resolve("no/such/to.png"), 1 << 20, unwritable);
        assertEquals("phone-file-unwritable", unwritable.failure());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whatIsCancelledEndsAndIsDeleted() throws Exception {
        pause = new CountDownLatch(1);
        body = content;
        var begun = new CountDownLatch(1);
        var outcome = new Outcome() {
            @Override
            public void progress(double now) {
                begun.countDown();
            }
        };
        var transfer = files.download("1", at(base + "/files/" + ID), folder.resolve("to.png"), 1 << 20, outcome);
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        transfer.cancel();
        for (boolean empty = false; !empty;)
            try (var left = Files.list(folder)) {
                empty = left.findAny().isEmpty();
            }
        assertFalse(outcome.isDone());
    }
}
