package org.trunkline.engine.port.config;

import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Retention;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;

/** One change of the configuration, already validated. A put creates or replaces by key. */
public sealed interface ConfigChange {
    /** @param secret empty to keep the one there is */
    record PutSubscriber(Subscriber subscriber, Optional<DigestSecret> secret) implements ConfigChange {}

    /** @param password of the outward registration; empty to keep the one there is */
    record PutTrunk(Trunk trunk, Optional<String> password) implements ConfigChange {
        @Override
        public String toString() {
            return "PutTrunk[" + trunk.name() + "]";
        }
    }

    record PutNumber(NumberAssignment number) implements ConfigChange {}

    record PutRoute(Route route) implements ConfigChange {}

    record PutRingGroup(RingGroup group) implements ConfigChange {}

    /**
     * @param secret of its webhook; empty to keep the one there is
     * @param channels secrets of other channels, by channel, then field; what is left out is kept
     */
    record PutSavedSearch(SavedSearch search, Optional<String> secret, Map<String, Map<String, String>> channels)
            implements ConfigChange {
        /** One without secrets of other channels. */
        public PutSavedSearch(SavedSearch search, Optional<String> secret) {
            this(search, secret, Map.of());
        }

        @Override
        public String toString() {
            return "PutSavedSearch[" + search.name() + "]";
        }
    }

    record RemoveSavedSearch(String name) implements ConfigChange {}

    record PutHold(LegalHold hold) implements ConfigChange {}

    /** Lifts it. */
    record RemoveHold(String name) implements ConfigChange {}

    record PutRetention(Retention retention) implements ConfigChange {}

    /** @param successor the name that it has from now on, where it was renamed: its waiting messages follow; empty where it is deleted */
    record RemoveSubscriber(String username, Optional<String> successor) implements ConfigChange {
        /** Deletes it. */
        public RemoveSubscriber(String username) {
            this(username, Optional.empty());
        }
    }

    record RemoveTrunk(String name) implements ConfigChange {}

    record RemoveNumber(String number) implements ConfigChange {}

    record RemoveRoute(String prefix) implements ConfigChange {}

    record RemoveRingGroup(String name) implements ConfigChange {}
}
