package org.trunkline.node.internal.phone;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.PhoneAddress;
import org.trunkline.engine.port.config.StoreException;

/**
 * Addresses of cards at which phones fetched their settings. In the store alone, by hashes of their tokens, because several nodes may
 * share it; bounded: the oldest makes room. <b>Threads:</b> any; blocks on the store.
 */
final class UsedAddresses {
    static final int MOST = 10_000;
    static final int FILES_AN_HOUR = 60;
    private static final Duration HOUR = Duration.ofHours(1);

    /** Files given at an address. */
    private static final class Given {
        private Instant hour = Instant.MIN;
        private int files;

        /** Counts one. @return whether there were not too many within an hour */
        boolean count(Instant now) {
            if (!now.isBefore(hour.plus(HOUR))) {
                hour = now;
                files = 0;
            }
            return ++files <= FILES_AN_HOUR;
        }
    }

    private record Place(String tokenHash, PhoneMake make) {
        static Place of(String token, PhoneMake make) {
            return new Place(Base64.getUrlEncoder().withoutPadding().encodeToString(LiveCards.hash(token)), make);
        }
    }

    private final ConfigStore store;
    private final InstantSource clock;
    private final SequencedMap<Place, Given> given = new LinkedHashMap<>();

    UsedAddresses(ConfigStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param server as {@link PhoneAddress#server} */
    void add(String token, PhoneMake make, String username, String server) throws StoreException {
        var place = Place.of(token, make);
        if (find(place).isPresent())
            return;
        var all = store.phoneAddresses();
        var out = all.subList(0, Math.max(0, all.size() - MOST + 1));
        store.savePhoneAddresses(List.of(new PhoneAddress(place.tokenHash(), make.folder(), username, server, clock.instant())), out);
    }

    /** Counts one. @return empty also where too many were counted within an hour */
    Optional<PhoneAddress> use(String token, PhoneMake make) throws StoreException {
        var place = Place.of(token, make);
        return find(place).filter(_ -> count(place));
    }

    private Optional<PhoneAddress> find(Place place) throws StoreException {
        return store.phoneAddress(place.tokenHash(), place.make().folder());
    }

    private synchronized boolean count(Place place) {
        if (given.size() >= MOST && !given.containsKey(place))
            given.pollFirstEntry();
        return given.computeIfAbsent(place, _ -> new Given()).count(clock.instant());
    }

    List<PhoneAddress> ofSubscriber(String username) throws StoreException {
        return store.phoneAddressesOf(username);
    }

    /** Ends those of a subscriber, whichever node stored them. */
    void end(String username) throws StoreException {
        store.endPhoneAddresses(username);
    }

    /** Those that were stored while the subscriber left its name. @param successor its new one; empty where it was deleted */
    void moved(String username, Optional<String> successor) throws StoreException {
        var left = ofSubscriber(username);
        store.savePhoneAddresses(successor.map(name -> left.stream().map(it -> it.renamed(name)).toList()).orElse(List.of()), left);
    }
}
