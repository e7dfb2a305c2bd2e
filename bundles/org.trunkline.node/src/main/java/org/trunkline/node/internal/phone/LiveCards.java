package org.trunkline.node.internal.phone;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.phone.PhoneCard.Server;
import org.trunkline.domain.config.Subscriber;

/**
 * Cards whose files can be fetched still, by their one-time tokens. In memory only, and bounded: the oldest makes room.
 * Kept by hashes of the tokens, each of which is compared whatever is asked for. <b>Threads:</b> any.
 */
final class LiveCards {
    static final Duration LIFETIME = Duration.ofHours(1);
    static final int FETCHES = 20;
    private static final int MOST = 1_000;
    private static final int TOKEN_BYTES = 16;

    /** @param password in clear */
    record Card(Subscriber subscriber, String password, Server server, String realm) {
        PhoneSettings settings() {
            return new PhoneSettings(subscriber, Optional.of(password), server, realm);
        }

        /** Tells no secret. */
        @Override
        public String toString() {
            return "Card[" + subscriber.username() + "]";
        }
    }

    private static final class Live {
        private final byte[] hash;
        private final Card card;
        private final Instant until;
        private int left = FETCHES;

        Live(byte[] hash, Card card, Instant until) {
            this.hash = hash;
            this.card = card;
            this.until = until;
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final List<Live> all = new ArrayList<>();

    LiveCards(InstantSource clock) {
        this.clock = clock;
    }

    /** @param token of its address */
    record Issued(String token, Instant until) {}

    /** Ends earlier ones of the subscriber. */
    synchronized Issued add(Card card) {
        tidy();
        end(card.subscriber().username());
        if (all.size() >= MOST)
            all.removeFirst();
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var until = clock.instant().plus(LIFETIME);
        all.add(new Live(hash(token), card, until));
        return new Issued(token, until);
    }

    synchronized void end(String username) {
        all.removeIf(live -> live.card.subscriber().username().equals(username));
    }

    private void tidy() {
        all.removeIf(live -> live.left <= 0 || !live.until.isAfter(clock.instant()));
    }

    synchronized Optional<Card> find(String token) {
        return live(token).map(live -> live.card);
    }

    synchronized Optional<Card> ofSubscriber(String username) {
        tidy();
        return all.stream().map(live -> live.card).filter(card -> card.subscriber().username().equals(username)).findFirst();
    }

    /** Counts one. @return how many are left; empty where it ended meanwhile */
    synchronized Optional<Integer> count(String token) {
        return live(token).map(live -> --live.left);
    }

    private Optional<Live> live(String token) {
        tidy();
        var hash = hash(token);
        Optional<Live> found = Optional.empty();
        for (var live : all)
            if (MessageDigest.isEqual(live.hash, hash))
                found = Optional.of(live); // no way out of the loop: it takes as long for a wrong token
        return found;
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
