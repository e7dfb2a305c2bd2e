package org.trunkline.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.api.message.FileAccess;
import org.trunkline.api.message.FileExchange;
import org.trunkline.api.message.FileRefusedException;
import org.trunkline.api.message.FileRefusedException.Reason;
import org.trunkline.api.message.FileRules;
import org.trunkline.api.message.FileSignIn;
import org.trunkline.api.message.OfferedFile;
import org.trunkline.api.message.StoredFile;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.tls.CertificateFiles;
import org.trunkline.testkit.node.FakeNode;

/** Upload and download of files in messages, as phones do it. */
class FilesTest {
    private static final String ID = "x".repeat(43);
    private static final Instant UNTIL = Instant.parse("2026-12-24T15:00:00Z");

    @TempDir
    Path data;
    private final Files files = new Files();
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer server;

    /** In memory; "Digest right" is the password of anna. */
    private static final class Files implements FileExchange {
        private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
        private volatile StoredFile last = new StoredFile(ID, "", "", 0, UNTIL);
        private volatile Optional<FileRules> rules = Optional.of(new FileRules(100_000, List.of("*/*"), ""));
        private volatile Optional<Reason> refusal = Optional.empty();

        @Override
        public Optional<FileRules> rules() {
            return rules;
        }

        @Override
        public FileAccess signIn(FileSignIn request) {
            return switch (String.join("", request.authorization())) {
                case "Digest right" -> new FileAccess.Granted("anna");
                case "Digest off" -> new FileAccess.Denied();
                default -> new FileAccess.Challenged(List.of("Digest realm=\"r\", algorithm=SHA-256", "Digest realm=\"r\", algorithm=MD5"));
            };
        }

        @Override
        public StoredFile store(String subscriber, OfferedFile offered, InputStream content) throws FileRefusedException, IOException {
            if (refusal.isPresent())
                throw new FileRefusedException(refusal.get(), "because of " + refusal.get());
            byte[] bytes = content.readAllBytes();
            last = new StoredFile(ID, offered.name(), offered.type(), bytes.length, UNTIL);
            contents.put(ID, bytes);
            return last;
        }

        @Override
        public Optional<StoredFile> find(String id) {
            return contents.containsKey(id) ? Optional.of(last) : Optional.empty();
        }

        @Override
        public void write(StoredFile file, OutputStream out) throws IOException {
            out.write(contents.get(file.id()));
        }
    }

    @BeforeEach
    void start() {
        server = AdminServer.start(new Dispatcher.Services(new FakeNode(), files),
                new AdminServer.Settings("127.0.0.1", 0, data, CertificateFiles.NONE, true), failure -> { });
    }

    @AfterEach
    void stop() {
        server.stop();
        client.shutdownNow();
    }

    private HttpResponse<byte[]> send(String method, String path, String authorization, byte[] form) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url().orElseThrow() + path)).method(method,
                form.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(form));
        if (!authorization.isEmpty())
            request.header("Authorization", authorization);
        if (form.length > 0)
            request.header("Content-Type", "multipart/form-data; boundary=abc");
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] form(String name, String type, byte[] content) {
        return ("--abc\r\nContent-Disposition: form-data; name=\"File\"; filename=\"" + new String(name.getBytes(UTF_8), ISO_8859_1) + "\"\r\nContent-Type: " + type
                + "\r\n\r\n" + new String(content, ISO_8859_1) + "\r\n--abc--\r\n").getBytes(ISO_8859_1);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** GSMA RCC.07 §3.2.5.3: an empty POST first, digest, then the form, then the document of the message. */
    @Test
    void aPhoneUploadsAsItDoesAtAnyFileServer() throws Exception {
        var asked = send("POST", "/files", "", new byte[0]);
        assertEquals(401, asked.statusCode());
        assertEquals(List.of("Digest realm=\"r\", algorithm=SHA-256", "Digest realm=\"r\", algorithm=MD5"),
                asked.headers().allValues("WWW-Authenticate"));
        assertEquals(204, send("POST", "/files", "Digest right", new byte[0]).statusCode());
        var content = new byte[50_000];
        new java.util.Random(1).nextBytes(content);
        var sent = send("POST", "/files", "Digest right", form("år.png", "image/png", content));
        assertEquals(200, sent.statusCode(), text(sent));
        assertEquals(FileMessage.TYPE, header(sent, "Content-Type"));
        var message = FileMessage.parse(text(sent)).orElseThrow();
        assertEquals(new FileMessage("år.png", 50_000, "image/png", server.url().orElseThrow() + "/files/" + ID + "/%C3%A5r.png", Optional.of(UNTIL)),
                message);

        var got = send("GET", URI.create(message.url()).getRawPath(), "", new byte[0]);
        assertEquals(200, got.statusCode());
        assertArrayEquals(content, got.body());
        assertEquals("attachment; filename=\"_r.png\"; filename*=UTF-8''%C3%A5r.png", header(got, "Content-Disposition"));
        assertEquals("nosniff", header(got, "X-Content-Type-Options"));
        assertEquals("default-src 'none'; sandbox", header(got, "Content-Security-Policy"));
        assertEquals("no-store", header(got, "Cache-Control"));
        assertEquals("50000", header(got, "Content-Length"));
        assertEquals("200 0", send("HEAD", "/files/" + ID, "", new byte[0]).statusCode() + " " + send("HEAD", "/files/" + ID, "", new byte[0]).body().length);
    }

    @Test
    void linksHaveTheAddressThatIsSet() throws Exception {
        files.rules = Optional.of(new FileRules(100_000, List.of("*/*"), "https://node.example.com:8060"));
        assertEquals("https://node.example.com:8060/files/" + ID + "/a%20b.pdf",
                FileMessage.parse(text(send("POST", "/files/", "Digest right", form("a b.pdf", "application/pdf", new byte[3])))).orElseThrow().url());
    }

    @ParameterizedTest
    @CsvSource({"TOO_LARGE, 413", "TYPE, 415", "SUBSCRIBER_FULL, 507", "NODE_FULL, 507", "BUSY, 503", "OFF, 404"})
    void aRefusalSaysWhy(Reason reason, int status) throws Exception {
        files.refusal = Optional.of(reason);
        var refused = send("POST", "/files", "Digest right", form("x.png", "image/png", new byte[90_000]));
        assertEquals(status, refused.statusCode());
        assertTrue(text(refused).contains("because of " + reason), text(refused));
    }

    @Test
    void whatIsTooLargeIsRefusedByItsLengthAndAStrangersFileIsPassedOver() throws Exception {
        var large = form("x.png", "image/png", new byte[200_000]);
        assertEquals(413, send("POST", "/files", "Digest right", large).statusCode());
        assertEquals(401, send("POST", "/files", "", form("x.png", "image/png", new byte[100_000])).statusCode());
        assertEquals(403, send("POST", "/files", "Digest off", form("x.png", "image/png", new byte[10])).statusCode());
        assertTrue(files.contents.isEmpty());
    }

    /** RFC 9110 §10.1.1: who asks first is answered, and not told to send what is refused then. */
    @ParameterizedTest
    @CsvSource({"Digest right, 200000, 413", "Digest none, 100000, 401", "Digest off, 100000, 403", "Digest right, 100000, 100"})
    void whoAsksFirstIsTold(String authorization, int length, int status) throws Exception {
        try (var socket = new Socket("127.0.0.1", server.url().orElseThrow().getPort())) {
            socket.getOutputStream().write(("POST /files HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization + "\r\nContent-Length: " + length
                    + "\r\nContent-Type: multipart/form-data; boundary=abc\r\nExpect: 100-continue\r\n\r\n").getBytes(ISO_8859_1));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
            assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /files, 405", "PUT, /files, 405", "GET, /files/x, 404", "GET, /files/../api/v1/status, 404", "DELETE, /files/x, 405",
            "GET, /filesystem, 401"})
    void thereIsNothingElse(String method, String path, int status) throws Exception {
        assertEquals(status, send(method, path, "", new byte[0]).statusCode());
    }

    @Test
    void unknownAndSwitchedOff() throws Exception {
        assertEquals(404, send("GET", "/files/" + ID + "/x", "", new byte[0]).statusCode());
        assertEquals(400, send("POST", "/files", "Digest right", "--abc--\r\n".getBytes(UTF_8)).statusCode());
        files.rules = Optional.empty();
        var off = send("POST", "/files", "Digest right", new byte[0]);
        assertEquals(404, off.statusCode());
        assertTrue(text(off).contains("trunkline.files=yes"), text(off));
    }

    @Test
    void theWebPhoneIsToldTheLimits() throws Exception {
        assertTrue(text(send("GET", "/phone/settings.json", "", new byte[0])).replaceAll("\\s", "").endsWith("\"files\":{\"most\":100000,\"types\":[\"*/*\"]}}"));
    }
}
