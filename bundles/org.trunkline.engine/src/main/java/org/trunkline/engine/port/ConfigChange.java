package org.trunkline.engine.port;

import java.util.Optional;

import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Route;
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

    record RemoveSubscriber(String username) implements ConfigChange {}

    record RemoveTrunk(String name) implements ConfigChange {}

    record RemoveNumber(String number) implements ConfigChange {}

    record RemoveRoute(String prefix) implements ConfigChange {}
}
