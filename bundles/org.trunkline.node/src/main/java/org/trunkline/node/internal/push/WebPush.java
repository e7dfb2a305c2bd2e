package org.trunkline.node.internal.push;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.push.PushMessage;
import org.trunkline.engine.port.push.PushMessage.Kind;
import org.trunkline.engine.port.push.PushSender;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.node.internal.settings.PushSettings;
import org.trunkline.wire.push.PushJson;

/**
 * Sends push messages to the push services of browsers and of others (RFC 8030), on threads of its own. What cannot wait any more is
 * dropped. <b>Threads:</b> any.
 */
public final class WebPush implements PushSender, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebPush.class);
    /** File of the data folder. */
    private static final String KEY_FILE = "vapid.key";
    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final Duration ANSWER = Duration.ofSeconds(8);
    private static final int AT_ONCE = 32;
    private static final int MOST_WAITING = 1_000;
    private static final Duration QUIET = Duration.ofMinutes(5);
    private static final int MOST_HOSTS = 100;

    private final VapidKey key;
    private final PushHosts hosts;
    private final boolean texts;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING), Thread.ofVirtual().name("push-", 0).factory());
    /** Hosts with trouble, and when that was said last. */
    private final Map<String, Instant> said = new ConcurrentHashMap<>();
    private final HttpClient.Builder builder;
    private Optional<HttpClient> client = Optional.empty();

    /** @throws IOException if the node's key cannot be read or made */
    public WebPush(Path data, PushSettings settings, InstantSource clock) throws IOException {
        this(data, settings, clock, HttpClient.newBuilder());
    }

    /** @param builder of the client, which is made with the first message */
    WebPush(Path data, PushSettings settings, InstantSource clock, HttpClient.Builder builder) throws IOException {
        this.builder = builder;
        this.key = VapidKey.readOrCreate(data.resolve(KEY_FILE), settings.contact());
        this.hosts = new PushHosts(settings.hosts());
        this.texts = settings.text();
        this.clock = clock;
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public Optional<String> key() {
        return Optional.of(key.shown());
    }

    @Override
    public boolean accepts(PushSubscription subscription) {
        if (subscription.keys().isPresent())
            try {
                PushEncryption.check(subscription.keys().get());
            } catch (GeneralSecurityException e) {
                LOG.debug("push subscription of {} refused: {}", subscription.username(), e.getMessage());
                return false;
            }
        return hosts.read(subscription.endpoint()).isPresent();
    }

    @Override
    public void send(PushSubscription to, PushMessage message, Consumer<Outcome> told) {
        if (to.keys().isEmpty() && !message.kind().wakes()) { // it would wake the phone to say nothing
            told.accept(Outcome.ACCEPTED);
            return;
        }
        try {
            threads.execute(() -> told.accept(send(to, message)));
        } catch (RejectedExecutionException e) {
            trouble("the queue", MOST_WAITING + " push messages wait already");
            told.accept(Outcome.FAILED);
        }
    }

    private Outcome send(PushSubscription to, PushMessage message) {
        var endpoint = hosts.read(to.endpoint());
        if (endpoint.isEmpty())
            return Outcome.GONE; // the settings changed since
        String host = PushHosts.host(endpoint.get());
        try {
            hosts.check(endpoint.get());
            int status = client().send(request(endpoint.get(), to, message), BodyHandlers.discarding()).statusCode();
            if (status == 404 || status == 410)
                return Outcome.GONE;
            if (status >= 200 && status < 300)
                return Outcome.ACCEPTED;
            trouble(host, "it answered " + status);
        } catch (IOException | GeneralSecurityException e) {
            trouble(host, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Outcome.FAILED;
    }

    private HttpRequest request(URI endpoint, PushSubscription to, PushMessage message) throws GeneralSecurityException {
        Instant now = clock.instant();
        var origin = "https://" + PushHosts.host(endpoint) + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
        var request = HttpRequest.newBuilder(endpoint).timeout(ANSWER).header("TTL", String.valueOf(Math.max(1, message.life().toSeconds())))
                .header("Urgency", message.kind() == Kind.RINGS ? "high" : "normal").header("Topic", message.topic())
                .header("Authorization", key.authorization(origin, now));
        if (to.keys().isEmpty())
            return request.POST(BodyPublishers.noBody()).build();
        byte[] text = PushJson.message(message.kind().name().toLowerCase(Locale.ROOT), message.topic(), message.caller(),
                message.number(), texts ? message.text() : "", now);
        return request.header("Content-Encoding", "aes128gcm").header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(PushEncryption.encrypt(text, to.keys().get(), random))).build();
    }

    private synchronized HttpClient client() {
        if (client.isEmpty())
            client = Optional.of(builder.connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build());
        return client.get();
    }

    /** Said once in a while for each host: the path of an endpoint is a secret. */
    private void trouble(String host, String why) {
        Instant now = clock.instant();
        var last = said.get(host);
        if (last != null && last.plus(QUIET).isAfter(now))
            return;
        if (said.size() >= MOST_HOSTS)
            said.clear();
        said.put(host, now);
        LOG.warn("Push message to {} not sent: {}. Phones that it wakes do not ring while they sleep; calls continue to the others",
                host, why);
    }

    @Override
    public synchronized void close() {
        threads.shutdownNow();
        client.ifPresent(HttpClient::shutdownNow);
    }
}
