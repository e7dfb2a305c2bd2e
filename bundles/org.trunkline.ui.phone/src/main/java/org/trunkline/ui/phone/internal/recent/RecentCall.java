package org.trunkline.ui.phone.internal.recent;

import java.util.Collection;

import org.trunkline.api.cdr.CdrRow;

/** A record as one of the phone's own calls. @param outgoing whether this phone called @param other number of the other side */
public record RecentCall(CdrRow row, boolean outgoing, String other) {
    /** @param users that the phone is registered as */
    public static RecentCall of(CdrRow row, Collection<String> users) {
        boolean mine = row.detail().peer().filter(users::contains).isPresent() || users.contains(row.from());
        return new RecentCall(row, mine, mine ? row.to() : row.from());
    }

    /** Nobody answered this phone's call, or this phone did not answer. */
    public boolean missed() {
        return !outgoing && !row.detail().answered();
    }
}
