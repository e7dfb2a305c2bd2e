package org.trunkline.ui.extension;

import static java.util.Objects.requireNonNull;

import org.trunkline.api.cdr.CallCase;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;

/**
 * The call whose details are shown.
 *
 * @param call its record and its SIP messages; its configuration only where it comes from a file
 * @param fromFile whether it comes from a case file: it may be another node's, and its numbers may be pseudonyms
 * @param live whether the call is in progress: its record is as if it ended now, and is shown again as it goes on
 */
public record ShownRecord(CallCase call, boolean fromFile, boolean live) {
    public ShownRecord {
        requireNonNull(call);
    }

    public Cdr cdr() {
        return call.record();
    }

    public Ladder ladder() {
        return call.ladder();
    }
}
