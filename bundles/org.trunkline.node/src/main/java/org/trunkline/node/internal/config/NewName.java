package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.EntryReferences;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;

/** Another name of an entry. @param kind of the entry @param from its name until now */
record NewName(EntryKind<?> kind, String from, String to) {
    /** The changes of all entries that name it. */
    List<ConfigChange> following(Configuration configuration) {
        return Stream.of(follow(EntryKind.TRUNK, configuration.trunks(), t -> new ConfigChange.PutTrunk(t, Optional.empty())),
                follow(EntryKind.NUMBER, configuration.numbers(), ConfigChange.PutNumber::new),
                follow(EntryKind.SUBSCRIBER, configuration.subscribers(), s -> new ConfigChange.PutSubscriber(s, Optional.empty())),
                follow(EntryKind.RING_GROUP, configuration.ringGroups(), ConfigChange.PutRingGroup::new),
                follow(EntryKind.ROUTE, configuration.routes(), ConfigChange.PutRoute::new)).flatMap(changes -> changes).toList();
    }

    private <E extends Record> Stream<ConfigChange> follow(EntryKind<E> of, List<E> entries, Function<E, ConfigChange> put) {
        return entries.stream().filter(entry -> !of.equals(kind) || !of.key(entry).equals(from))
                .flatMap(entry -> EntryReferences.follow(of, entry, kind, from, to).stream()).map(put);
    }
}
