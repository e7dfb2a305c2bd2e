package org.trunkline.api.privacy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;

/**
 * One page of a person's records.
 *
 * @param read records looked at so far, of {@code of} there are
 * @param next pass as {@code after} for the following part; empty on the last
 */
public record PersonPage(List<Item> items, long read, long of, Optional<String> next) {
    /** @param ladder empty where the SIP messages are not kept any more @param hold name of the legal hold on it */
    public record Item(Cdr record, Optional<Ladder> ladder, Optional<String> hold) {
        public Item {
            requireNonNull(record);
            requireNonNull(ladder);
            requireNonNull(hold);
        }
    }

    public PersonPage {
        items = List.copyOf(items);
        requireNonNull(next);
    }
}
