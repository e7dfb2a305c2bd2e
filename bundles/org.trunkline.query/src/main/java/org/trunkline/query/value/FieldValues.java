package org.trunkline.query.value;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.MediaFinding;
import org.trunkline.domain.cdr.PolicyAdvice;

/** Fields whose values are known beforehand, and examples for the others. */
public final class FieldValues {
    /** Said by people for what the records call otherwise. */
    private static final Map<String, String> ALSO = Map.of("cps", "cps-cap", "calls", "calls-cap", "cap", "calls-cap");

    private FieldValues() {}

    /** All there are; empty where there is no such list. */
    public static List<String> known(CdrField field) {
        return switch (field) {
            case DIRECTION -> codes(Direction.values());
            case CAUSE -> Arrays.stream(Cause.values()).map(Cause::code).toList();
            case ENDED_BY -> codes(EndedBy.values());
            case REJECTED -> Arrays.stream(Candidate.Reason.values()).filter(r -> r != Candidate.Reason.NONE)
                    .map(EnumCodes::of).toList();
            case ORIGIN -> Arrays.stream(Candidate.Origin.values()).filter(o -> o != Candidate.Origin.DIALLED)
                    .map(EnumCodes::of).toList();
            case FINDING -> codes(MediaFinding.values());
            case ADVICE -> Arrays.stream(PolicyAdvice.Verdict.values()).filter(v -> v != PolicyAdvice.Verdict.NONE)
                    .map(PolicyAdvice.Verdict::code).toList();
            case ANSWERED, EMERGENCY -> List.of("true", "false");
            default -> List.of();
        };
    }

    /** The value as the index has it. */
    public static String canonical(CdrField field, String written) {
        String dashed = written.replace('_', '-').replace(' ', '-');
        return field == CdrField.REJECTED ? ALSO.getOrDefault(dashed, dashed)
                : known(field).isEmpty() ? written : dashed;
    }

    /** What could be written after the colon of a field of a plug-in. */
    public static List<String> examples(Attribute.Type type) {
        return switch (type) {
            case TEXT -> List.of("*");
            case NUMBER -> List.of(">10", "[1 TO 5]");
            case TIME -> examples(CdrField.STARTED);
            case BOOLEAN -> List.of("true", "false");
        };
    }

    /** What could be written after the colon. */
    public static List<String> examples(CdrField field) {
        return switch (field) {
            case STARTED -> List.of("today", "yesterday", "[-1h TO now]", "[-24h TO now]", "[-7d TO now]",
                    "[-30d TO now]");
            case DURATION -> List.of(">1m", ">10m", ">1h", "<10s", "[10s TO 2m]");
            case PDD -> List.of(">3s", ">5s", "[2s TO *]");
            case MOS -> List.of("<3.5", "<3", ">=4", "[3 TO 3.6]");
            case LOSS -> List.of(">1%", ">5%");
            case COST -> List.of(">1", ">10", "[1 TO 5]");
            case JITTER -> List.of(">20ms", ">50ms");
            case STATUS -> List.of(">=500", "4xx", "5xx");
            case LADDER -> List.of("\"INVITE 183 CANCEL\"", "\"183 then no 200 within 60s\"", "\"180 200 after 20s\"",
                    "\"INVITE 503 INVITE\"");
            default -> known(field);
        };
    }

    private static List<String> codes(Enum<?>[] constants) {
        return Stream.of(constants).map(EnumCodes::of).toList();
    }
}
