package org.trunkline.export;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

import org.trunkline.api.cdr.CallCase;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;

/**
 * All that is known of one call, to be kept, sent and opened where there is no node.
 *
 * @param node where it comes from
 * @param pseudonymised whether numbers and names are stood in for
 * @param configuration entries that decided the call, as they were and as they are
 */
public record CaseFile(Instant madeAt, String node, boolean pseudonymised, Cdr record, Ladder ladder,
        List<ConfigHistory.Then> configuration) {
    /** Of file names. */
    public static final String SUFFIX = "case.zip";

    public CaseFile {
        requireNonNull(madeAt);
        requireNonNull(node);
        requireNonNull(record);
        requireNonNull(ladder);
        configuration = List.copyOf(configuration);
    }

    /** As the node tells it, everybody named. */
    public static CaseFile of(CallCase known) {
        return of(known, false);
    }

    static CaseFile of(CallCase known, boolean pseudonymised) {
        return new CaseFile(known.madeAt(), known.node(), pseudonymised, known.record(), known.ladder(),
                known.configuration());
    }

    /** What is in it. */
    public CallCase known() {
        return new CallCase(madeAt, node, record, ladder, configuration);
    }
}
