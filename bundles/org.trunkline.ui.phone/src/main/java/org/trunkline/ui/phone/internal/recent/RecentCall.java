package org.trunkline.ui.phone.internal.recent;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.ui.phone.internal.desk.EndedCall;

/**
 * One of the phone's own calls, as a record of the node or as the desk saw it at another server.
 *
 * @param row its record; empty at another server
 * @param outgoing whether this phone called
 * @param other number of the other side
 * @param missed whether it rang here in vain
 * @param end why it ended, where there is no record
 */
public record RecentCall(String id, Optional<CdrRow> row, boolean outgoing, String other, boolean missed, Instant startedAt, Duration duration,
        Optional<LocalizableText> end) {
    /** @param users that the phone is registered as */
    public static RecentCall of(CdrRow row, Collection<String> users) {
        boolean mine = row.detail().peer().filter(users::contains).isPresent() || users.contains(row.from());
        return new RecentCall(row.id().value(), Optional.of(row), mine, mine ? row.to() : row.from(), !mine && !row.detail().answered(),
                row.startedAt(), row.duration(), Optional.empty());
    }

    static RecentCall of(EndedCall call) {
        return new RecentCall(call.id(), Optional.empty(), call.outgoing(), call.number(), call.missed(), call.startedAt(), call.duration(), call.end());
    }

    /** Both, the newest first. */
    public static List<RecentCall> merged(List<RecentCall> records, List<EndedCall> elsewhere) {
        return Stream.concat(records.stream(), elsewhere.stream().map(RecentCall::of))
                .sorted(Comparator.comparing(RecentCall::startedAt).reversed()).toList();
    }
}
