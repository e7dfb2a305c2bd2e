package org.trunkline.engine.call.message;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingMessage;

/** What statuses and Reason headers mean to a record (RFC 3398 §8.2.6, RFC 3326). */
public final class Statuses {
    private static final Pattern Q850 = Pattern.compile("(?i)Q\\.850\\s*;.*?\\bcause\\s*=\\s*(\\d{1,3})");
    private static final Pattern TEXT = Pattern.compile("(?i)\\btext\\s*=\\s*\"([^\"]{1,200})\"");

    /** As SIPS wants it the call cannot go on, or did not come here (RFC 5630 §5). */
    public static final Header SIPS_NOT_ALLOWED = new Header("Warning", "380 trunkline \"SIPS Not Allowed\"");
    /** Why a phone stops ringing or is hung up on though nothing went wrong. */
    public static final Header ELSEWHERE = new Header("Reason", "SIP;cause=200;text=\"Call completed elsewhere\"");

    private Statuses() {}

    /** Cause of a call that the far side refused. */
    public static Cause cause(int status) {
        return switch (status) {
            case 404, 410, 604 -> Cause.NOT_FOUND;
            case 486, 600 -> Cause.BUSY;
            case 603, 403, 607, 608 -> Cause.DECLINED;
            case 480 -> Cause.NO_ANSWER;
            case 408 -> Cause.TIMEOUT;
            case 484 -> Cause.INVALID_NUMBER;
            case 482, 483 -> Cause.LOOP;
            case 487 -> Cause.CANCELLED;
            case 488, 606 -> Cause.MEDIA_UNAVAILABLE;
            default -> Cause.FAILED;
        };
    }

    /** What a caller who was not answered is told of a cause (RFC 3398 §8.2.6.1). */
    public static int status(Cause cause) {
        return switch (cause) {
            case BUSY -> 486;
            case NORMAL, NO_ANSWER, NOT_REGISTERED, HUNG_UP_BY_ADMIN -> 480;
            case CANCELLED -> 487;
            case DECLINED -> 603;
            case NOT_FOUND, NO_ROUTE -> 404;
            case INVALID_NUMBER -> 484;
            case FORBIDDEN -> 403;
            case LOOP -> 483;
            case MEDIA_UNAVAILABLE -> 488;
            case TIMEOUT, MEDIA_TIMEOUT, SESSION_EXPIRED, CONSENT_EXPIRED, HANDSHAKE_TIMEOUT -> 504;
            case CALLS_CAP, CPS_CAP, TRUNK_DOWN, FAILED, OVERLOAD, INTERRUPTED -> 503;
            case INTERNAL_ERROR -> 500;
        };
    }

    /** Whether another trunk may do better. A busy or unknown callee is so on every trunk. */
    public static boolean triesNext(int status) {
        return status == 408 || status >= 500 && status < 600;
    }

    /** Better answers of a fork come first (RFC 3261 §16.7.6): 6xx, then the lowest class, then those that help. */
    public static boolean better(int candidate, int best) {
        if (best == 0 || candidate >= 600 != best >= 600)
            return best == 0 || candidate >= 600;
        if (candidate / 100 != best / 100)
            return candidate / 100 < best / 100;
        return weight(candidate) < weight(best);
    }

    private static int weight(int status) {
        return switch (status) {
            case 401, 407, 415, 420, 484 -> 0;
            case 486 -> 1;
            case 408, 480, 487 -> 3;
            case 503 -> 4;
            default -> 2;
        };
    }

    /** For the caller: what concerned only our own request to the callee says nothing to it. */
    public static int forCaller(int status) {
        return switch (status) {
            case 401, 407, 423, 494 -> 403;
            case 420, 421, 422, 482, 483 -> 502;
            default -> status < 400 ? 480 : status;
        };
    }

    /** The far side's own Reason headers, else one for the cause. */
    public static List<Header> reasons(Optional<? extends IncomingMessage> from, Cause cause) {
        var given = from.map(message -> message.headers("Reason")).orElse(List.of());
        if (given.isEmpty())
            return List.of(reason(cause));
        return given.stream().limit(4).map(value -> new Header("Reason", value)).toList();
    }

    public static Header reason(Cause cause) {
        return new Header("Reason", "Q.850;cause=" + cause.q850());
    }

    /** The text of a Reason header, or its cause where it has no text. */
    public static Optional<String> reasonText(IncomingMessage message) {
        for (String value : message.headers("Reason")) {
            var text = TEXT.matcher(value);
            if (text.find())
                return Optional.of(text.group(1));
            var cause = Q850.matcher(value);
            if (cause.find())
                return Optional.of("Q.850 cause " + cause.group(1));
        }
        return Optional.empty();
    }
}
