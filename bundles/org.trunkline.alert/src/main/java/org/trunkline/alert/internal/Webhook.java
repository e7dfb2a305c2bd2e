package org.trunkline.alert.internal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.trunkline.domain.secure.Hmac;

/**
 * Tells a web server by POST, signed: {@code X-Trunkline-Signature: t=SECONDS,v1=HEX} holds the HMAC-SHA256 of
 * {@code SECONDS.BODY} by the alert's secret. Only ever calls hosts that the node's settings name, and follows no
 * redirect, so that nobody makes the node ask inside its own network.
 */
final class Webhook implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int TOO_MANY = 429;
    private static final int TIMEOUT = 408;

    private final Set<String> hosts;
    private final Duration patience;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER).version(HttpClient.Version.HTTP_1_1).build();

    /** @param hosts allowed, lower case */
    Webhook(Set<String> hosts) {
        this(hosts, ANSWER);
    }

    /** @param patience with an answer */
    Webhook(Set<String> hosts, Duration patience) {
        this.hosts = Set.copyOf(hosts);
        this.patience = patience;
    }

    void send(String url, String secret, AlertMessage message, Instant now) throws DeliveryFailure, InterruptedException {
        var uri = allowed(url);
        byte[] body = message.json();
        var request = HttpRequest.newBuilder(uri).timeout(patience).header("Content-Type", "application/json")
                .header("User-Agent", "Trunkline").header("X-Trunkline-Delivery", message.id())
                .header("X-Trunkline-Signature", signature(secret, now.getEpochSecond(), body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status < 200 || status > 299)
                throw new DeliveryFailure("webhook-answered", List.of(uri.getHost(), String.valueOf(status)), uri.getHost()
                        + " answered " + status, status >= 500 || status == TOO_MANY || status == TIMEOUT);
        } catch (IOException e) {
            throw new DeliveryFailure("webhook-unreachable", List.of(uri.getHost(), reason(e)), uri.getHost()
                    + " cannot be reached: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Settings may have changed since the search was saved. */
    private URI allowed(String url) throws DeliveryFailure {
        var uri = URI.create(url);
        var host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || !hosts.contains(host))
            throw new DeliveryFailure("webhook-not-allowed", List.of(host), "this node does not call webhooks at " + host
                    + ": trunkline.webhook.hosts does not list it");
        return uri;
    }

    static String signature(String secret, long seconds, byte[] body) {
        var mac = Hmac.with(secret.getBytes(StandardCharsets.UTF_8));
        mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
