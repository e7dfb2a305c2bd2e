package org.trunkline.remote.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import javax.net.ssl.SSLException;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.domain.tls.CertificateTrust;
import org.trunkline.domain.tls.UntrustedCertificate;
import org.trunkline.wire.ProblemJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** Requests to one node, and in plain words why one failed. <b>Threads:</b> any but the UI thread. */
final class HttpLink implements AutoCloseable {
    private static final String API = "/api/v1";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    /** Of an answer's bytes: whatever is at that address, it must not fill the desk's memory. */
    private static final long MOST = 64 << 20;

    /** @param body of a problem too; a missing node where there is none */
    record Reply(int status, JsonNode body) {
        boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    private final URI base;
    private final String token;
    private final ExecutorService executor =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("remote-http-", 0).factory());
    private final HttpClient client;

    /** @param pin fingerprint of the node's certificate; without one, authorities vouch for it */
    HttpLink(URI base, String token, Optional<String> pin) {
        this.base = base;
        this.token = token;
        var builder = HttpClient.newBuilder().connectTimeout(CONNECT).executor(executor).version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER);
        client = (base.getScheme().equals("https") ? builder.sslContext(CertificateTrust.context(pin)) : builder).build();
    }

    URI base() {
        return base;
    }

    HttpClient client() {
        return client;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param path below the API, encoded, with its query */
    HttpRequest.Builder request(String path) {
        return named(HttpRequest.newBuilder(URI.create(base + API + path)).header("Authorization", "Bearer " + token));
    }

    private static HttpRequest.Builder named(HttpRequest.Builder request) {
        Author.current().ifPresent(name -> request.header(Author.HEADER, name));
        return request;
    }

    JsonNode get(String path) throws NodeUnavailableException {
        var reply = send("GET", path, Optional.empty());
        if (!reply.ok())
            throw refused(reply);
        return reply.body();
    }

    /** The same of what may not be there. */
    <T> Optional<T> optional(String path, Function<JsonNode, T> reader) throws NodeUnavailableException {
        var reply = send("GET", path, Optional.empty());
        if (reply.status() == 404)
            return Optional.empty();
        if (!reply.ok())
            throw refused(reply);
        return Optional.of(decode(reply.body(), reader));
    }

    /** An answer read by a decoder, which may find that it has not the shape expected. */
    <T> T get(String path, Function<JsonNode, T> reader) throws NodeUnavailableException {
        return decode(get(path), reader);
    }

    <T> T decode(JsonNode body, Function<JsonNode, T> reader) throws NodeUnavailableException {
        try {
            return reader.apply(body);
        } catch (IllegalArgumentException e) {
            throw new NodeUnavailableException("not-understood", List.of(base.toString(), String.valueOf(e.getMessage())),
                    "The node at " + base + " sent an answer that this desk does not understand ("
                    + e.getMessage() + "). Their versions may differ", e);
        }
    }

    Reply send(String method, String path, Optional<JsonNode> body) throws NodeUnavailableException {
        return send(method, path, body, ANSWER);
    }

    /** @param patience how long the answer may take */
    Reply send(String method, String path, Optional<JsonNode> body, Duration patience) throws NodeUnavailableException {
        return reply(bytes(method, path, body.map(Json::bytes), "application/json", patience));
    }

    /** @throws NodeUnavailableException if the body is no JSON */
    Reply reply(HttpResponse<byte[]> response) throws NodeUnavailableException {
        try {
            return new Reply(response.statusCode(), response.body().length == 0 ? Json.object()
                    : Json.parseAnswer(response.body()));
        } catch (MalformedJsonException e) {
            throw noNode(base, Optional.of(e));
        }
    }

    /** What need not be JSON. @param type of the body, where there is one */
    HttpResponse<byte[]> bytes(String method, String path, Optional<byte[]> body, String type, Duration patience)
            throws NodeUnavailableException {
        var request = request(path).timeout(patience).method(method, body.map(HttpRequest.BodyPublishers::ofByteArray)
                .orElse(HttpRequest.BodyPublishers.noBody()));
        if (body.isPresent() && !type.isEmpty())
            request.header("Content-Type", type);
        return bytes(request.build(), patience);
    }

    /** What the node serves to all, beside the API. @param path encoded */
    HttpResponse<byte[]> open(String path) throws NodeUnavailableException {
        return bytes(named(HttpRequest.newBuilder(URI.create(base + path))).timeout(ANSWER).build(), ANSWER);
    }

    private HttpResponse<byte[]> bytes(HttpRequest request, Duration patience) throws NodeUnavailableException {
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), MOST));
            check(response.statusCode());
            return response;
        } catch (IOException e) {
            throw unreachable(e, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeUnavailableException("cancelled", List.of(), "The request was cancelled", e);
        }
    }

    /** An answer that is read as it comes. */
    CompletableFuture<HttpResponse<InputStream>> stream(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofInputStream(), MOST));
    }

    /** What every request can meet, whatever it asks for. */
    void check(int status) throws NodeUnavailableException {
        switch (status) {
            case 401 -> throw new NodeUnavailableException("wrong-token", List.of(base.toString()), "The node at " + base
                    + " refuses the token; copy it again from the node's admin.token file");
            case 429 -> throw new NodeUnavailableException("too-many-tokens", List.of(base.toString()), "The node at " + base
                    + " has seen too many wrong tokens; wait a minute");
            case 421 -> throw new NodeUnavailableException("own-machine", List.of(base.toString()), "The node at " + base
                    + " accepts connections from its own machine only; start it with --http-bind, or reach it through a tunnel to"
                    + " 127.0.0.1");
            default -> {
                // for the caller to judge
            }
        }
    }

    NodeUnavailableException refused(Reply reply) {
        if (!reply.body().has("status") || !reply.body().has("title"))
            return noNode(base, Optional.empty());
        var problem = ProblemJson.read(reply.body());
        return new NodeUnavailableException(problem.code(), problem.args(), "The node at " + base + ": " + problem.detail());
    }

    static NodeUnavailableException noNode(URI base, Optional<Exception> cause) {
        String message = "The server at " + base + " is not a Trunkline node";
        var args = List.of(base.toString());
        return cause.map(e -> new NodeUnavailableException("not-a-node", args, message, e))
                .orElseGet(() -> new NodeUnavailableException("not-a-node", args, message));
    }

    NodeUnavailableException unreachable(Throwable cause) {
        return unreachable(cause, ANSWER);
    }

    private NodeUnavailableException unreachable(Throwable cause, Duration patience) {
        String why = String.valueOf(cause.getMessage());
        for (var reason = cause; reason != null; reason = reason.getCause())
            if (reason instanceof UntrustedCertificate untrusted)
                return untrusted(untrusted);
        return switch (cause) {
            case HttpConnectTimeoutException _ -> because(cause, "no-answer", CONNECT.toSeconds(), "No answer from " + base
                    + " within " + CONNECT.toSeconds() + " s");
            case HttpTimeoutException _ -> because(cause, "slow", patience.toSeconds(), "The node at " + base
                    + " did not answer within " + patience.toSeconds() + " s");
            case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
                because(cause, "no-host", base.getHost(), "There is no host \"" + base.getHost() + "\"");
            case ConnectException _ -> because(cause, "nobody", "", "Cannot connect to " + base + "; check that the node is running");
            case SSLException _ -> because(cause, "not-secure", why, "No secure connection to " + base + ": " + why);
            default -> cause.getMessage() == null ? because(cause, "broken", "", "The connection to " + base + " broke")
                    : because(cause, "broken-because", why, "The connection to " + base + " broke: " + why);
        };
    }

    private NodeUnavailableException untrusted(UntrustedCertificate why) {
        var shown = why.certificate();
        var print = CertificateTrust.fingerprint(shown);
        var subject = shown.getSubjectX500Principal().getName();
        var message = (why.pinned() ? "The node at %s presents another certificate than the one you trust"
                : "No trusted CA has signed the certificate of the node at %s").formatted(base)
                + " (" + subject + ", SHA-256 " + print + "). If that is the node's certificate, use the address " + base
                + "#" + CertificateTrust.PIN + print;
        return new NodeUnavailableException(why.pinned() ? "other-certificate" : "untrusted-certificate",
                List.of(base.toString(), print, subject), message, why);
    }

    private NodeUnavailableException because(Throwable cause, String code, Object more, String message) {
        return new NodeUnavailableException(code, List.of(base.toString(), more.toString()), message, cause);
    }

    @Override
    public void close() {
        client.shutdownNow();
        executor.shutdownNow();
    }
}
