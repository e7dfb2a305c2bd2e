package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

import org.trunkline.domain.part.LocalizableText;

/** What became of trying a trunk, check by check. */
public record TrunkTrial(List<Step> steps) {
    public enum Check {
        /** Whether the host's name leads to an address. */
        DNS,
        /** Whether the peer can be reached, and over TLS shows a certificate that is trusted. */
        TRANSPORT,
        /** Whether it answers OPTIONS. */
        OPTIONS,
        /** Whether it accepts username and password. No registration is changed. */
        REGISTER
    }

    public enum Verdict {
        OK, FAILED, NOT_TRIED
    }

    /**
     * @param said what was found
     * @param field of the trunk that most likely is wrong, as in JSON; empty where none is
     */
    public record Step(Check check, Verdict verdict, LocalizableText said, String field, Duration took) {
        public Step {
            requireNonNull(check);
            requireNonNull(verdict);
            requireNonNull(said);
            requireNonNull(field);
            requireNonNull(took);
        }
    }

    public TrunkTrial {
        steps = List.copyOf(steps);
    }
}
