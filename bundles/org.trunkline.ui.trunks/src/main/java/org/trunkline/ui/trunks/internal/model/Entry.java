package org.trunkline.ui.trunks.internal.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.node.RegisteredContact;
import org.trunkline.api.node.TrunkStatus;

/**
 * A row of the entries' table.
 *
 * @param value a Trunk, NumberAssignment, Member, RingGroup or Route
 * @param status of a trunk
 * @param contacts of a subscriber
 * @param numbers of a subscriber
 */
public record Entry(Kind kind, String key, Object value, Optional<TrunkStatus> status, List<RegisteredContact> contacts,
        List<String> numbers) {
    public Entry {
        requireNonNull(kind);
        requireNonNull(key);
        requireNonNull(value);
        requireNonNull(status);
        contacts = List.copyOf(contacts);
        numbers = List.copyOf(numbers);
    }

    Entry(Kind kind, String key, Object value) {
        this(kind, key, value, Optional.empty(), List.of(), List.of());
    }

    public Entry with(Optional<TrunkStatus> newStatus) {
        return new Entry(kind, key, value, newStatus, contacts, numbers);
    }
}
