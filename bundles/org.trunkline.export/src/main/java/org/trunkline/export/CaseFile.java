package org.trunkline.export;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

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
}
