package org.trunkline.http.internal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.trunkline.api.plugin.ApiSessions;
import org.trunkline.http.internal.answer.Caller;

/** Tokens of plug-ins, known by their hashes only. <b>Threads:</b> any. */
final class PluginSessions implements ApiSessions {
    private static final int BYTES = 32;
    private static final int MOST = 1000;

    private record Entry(byte[] hash, Caller caller) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private final Supplier<URI> url;
    private final Consumer<Caller> ended;

    /** @param url where plug-ins find the admin API @param ended told of each session that is closed */
    PluginSessions(Supplier<URI> url, Consumer<Caller> ended) {
        this.url = url;
        this.ended = ended;
    }

    @Override
    public synchronized Session open(String plugin, List<String> permissions) {
        if (entries.size() >= MOST)
            throw new IllegalStateException("there are " + MOST + " sessions of plug-ins already");
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        entries.add(new Entry(hash(token), Caller.plugin(plugin, permissions)));
        return new Session(url.get(), token);
    }

    @Override
    public void close(Session session) {
        byte[] hash = hash(session.token());
        for (var entry : entries)
            if (MessageDigest.isEqual(entry.hash(), hash) && entries.remove(entry))
                ended.accept(entry.caller());
    }

    /** Compares with all: how long it takes tells nothing of a token. */
    Optional<Caller> find(byte[] hash) {
        var found = Optional.<Caller>empty();
        for (var entry : entries)
            if (MessageDigest.isEqual(entry.hash(), hash))
                found = Optional.of(entry.caller());
        return found;
    }

    /** Hashes have one length, so a comparison tells nothing of a token's. */
    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
