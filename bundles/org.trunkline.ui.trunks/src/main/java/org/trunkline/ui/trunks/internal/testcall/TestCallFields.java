package org.trunkline.ui.trunks.internal.testcall;

import java.util.List;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.TestCall;

/** The fields of a trunk that the end of a test call points at. */
final class TestCallFields {
    private TestCallFields() {}

    /** @return their paths, the likeliest first; empty where the trunk is set up right, or the end does not tell */
    static List<String> of(TestCall.End end) {
        return end.ok() ? List.of() : switch (end.said().code()) {
            case "test-call-refused" -> refused(end.said().args().isEmpty() ? "" : end.said().args().getFirst());
            case "test-call-failed" -> unanswered(end.cause());
            case "test-call-uncalled" -> List.of("maxCalls", "maxCallsPerSecond", "host");
            case "test-call-silent" -> List.of("security.srtp");
            case "test-call-broken" -> end.cause() == Cause.MEDIA_TIMEOUT ? List.of("security.srtp") : List.of();
            default -> List.of();
        };
    }

    private static List<String> refused(String status) {
        return switch (status) {
            case "401", "407" -> List.of("registration.password", "registration.username");
            case "403" -> List.of("callerId", "registration.username");
            case "404", "484", "604" -> List.of("outbound.format", "outbound.prefix", "outbound.strip");
            case "488", "606" -> List.of("security.srtp");
            default -> List.of();
        };
    }

    private static List<String> unanswered(Cause cause) {
        return switch (cause) {
            case TIMEOUT, TRUNK_DOWN, FAILED -> List.of("host", "port", "transport");
            case NO_ANSWER -> List.of("answerSeconds");
            case CALLS_CAP -> List.of("maxCalls");
            case CPS_CAP -> List.of("maxCallsPerSecond");
            case INVALID_NUMBER, NOT_FOUND -> List.of("outbound.format", "outbound.prefix", "outbound.strip");
            case MEDIA_UNAVAILABLE -> List.of("security.srtp");
            default -> List.of();
        };
    }
}
