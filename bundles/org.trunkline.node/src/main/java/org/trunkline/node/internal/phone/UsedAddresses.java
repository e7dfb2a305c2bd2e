package org.trunkline.node.internal.phone;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.PhoneAddress;
import org.trunkline.engine.port.config.StoreException;

/**
 * Addresses of cards at which phones fetched their settings. Kept in the store by hashes of their tokens, each of which is compared
 * whatever is asked for; bounded: the oldest makes room. <b>Threads:</b> any; blocks on the store.
 */
final class UsedAddresses {
    static final int MOST = 10_000;
    static final int FILES_AN_HOUR = 60;
    private static final Duration HOUR = Duration.ofHours(1);

    private static final class Used {
        private PhoneAddress address;
        private final byte[] hash;
        private Instant hour = Instant.MIN;
        private int files;

        Used(PhoneAddress address) {
            this.address = address;
            hash = Base64.getUrlDecoder().decode(address.tokenHash());
        }

        /** Counts one. @return whether there were not too many within an hour */
        boolean count(Instant now) {
            if (!now.isBefore(hour.plus(HOUR))) {
                hour = now;
                files = 0;
            }
            return ++files <= FILES_AN_HOUR;
        }
    }

    private final ConfigStore store;
    private final InstantSource clock;
    private final List<Used> all = new ArrayList<>();

    /** Takes over what the store holds. */
    UsedAddresses(ConfigStore store, InstantSource clock) throws StoreException {
        this.store = store;
        this.clock = clock;
        store.phoneAddresses().forEach(address -> all.add(new Used(address)));
    }

    /** @param server as {@link PhoneAddress#server} */
    synchronized void add(String token, PhoneMake make, String username, String server) throws StoreException {
        if (find(token, make).isPresent())
            return;
        var address = new PhoneAddress(Base64.getUrlEncoder().withoutPadding().encodeToString(LiveCards.hash(token)), make.folder(),
                username, server, clock.instant());
        var out = all.size() < MOST ? List.<Used>of() : List.copyOf(all.subList(0, all.size() - MOST + 1));
        store.savePhoneAddresses(List.of(address), addresses(out));
        all.removeAll(out);
        all.add(new Used(address));
    }

    /** Counts one. @return empty also where too many were counted within an hour */
    synchronized Optional<PhoneAddress> use(String token, PhoneMake make) {
        return find(token, make).filter(used -> used.count(clock.instant())).map(used -> used.address);
    }

    synchronized List<PhoneAddress> ofSubscriber(String username) {
        return addresses(used(username));
    }

    /** Ends those of a subscriber. */
    synchronized void end(String username) throws StoreException {
        var out = used(username);
        store.savePhoneAddresses(List.of(), addresses(out));
        all.removeAll(out);
    }

    /** As the store did. @param successor the subscriber's new name; empty where it was deleted */
    synchronized void moved(String username, Optional<String> successor) {
        var moved = used(username);
        if (successor.isEmpty())
            all.removeAll(moved);
        successor.ifPresent(name -> moved.forEach(used -> used.address = used.address.renamed(name)));
    }

    private List<Used> used(String username) {
        return all.stream().filter(used -> used.address.username().equals(username)).toList();
    }

    private static List<PhoneAddress> addresses(List<Used> some) {
        return some.stream().map(used -> used.address).toList();
    }

    private Optional<Used> find(String token, PhoneMake make) {
        var hash = LiveCards.hash(token);
        Optional<Used> found = Optional.empty();
        for (var used : all)
            if (MessageDigest.isEqual(used.hash, hash) && used.address.make().equals(make.folder()))
                found = Optional.of(used); // no way out of the loop: it takes as long for a wrong token
        return found;
    }
}
