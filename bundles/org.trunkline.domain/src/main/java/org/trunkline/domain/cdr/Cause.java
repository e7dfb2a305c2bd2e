package org.trunkline.domain.cdr;

import java.util.Locale;

/**
 * Why a call ended, in the words of a record. {@link #q850()} is the ITU-T Q.850 value that goes into a Reason header
 * (RFC 3326), after the mapping of RFC 3398 §8.2.6.
 */
public enum Cause {
    /** Answered, and one side hung up. */
    NORMAL(16),
    BUSY(17),
    /** It rang until a timer or the callee's side gave up. */
    NO_ANSWER(19),
    /** The caller hung up before the answer. */
    CANCELLED(16),
    DECLINED(21),
    NOT_FOUND(1),
    /** A known subscriber without a binding. */
    NOT_REGISTERED(20),
    /** No route has this number's prefix. */
    NO_ROUTE(3),
    INVALID_NUMBER(28),
    /** Caller not allowed: wrong credentials or unknown peer. */
    FORBIDDEN(57),
    /** Every trunk of the route had its calls limit in use. */
    CALLS_CAP(34),
    /** Every trunk of the route had its calls-per-second limit in use. */
    CPS_CAP(34),
    /** Every trunk of the route was down or disabled. */
    TRUNK_DOWN(38),
    /** The far side refused with another status. */
    FAILED(41),
    /** The far side did not answer a request at all. */
    TIMEOUT(102),
    /** No common media, or no ports left. */
    MEDIA_UNAVAILABLE(88),
    /** Answered, then media stopped for longer than allowed. */
    MEDIA_TIMEOUT(102),
    /** The session timer was not refreshed (RFC 4028). */
    SESSION_EXPIRED(102),
    /** Answered, and a browser could not be reached for longer than it consents to be sent media (RFC 7675). */
    CONSENT_EXPIRED(102),
    /** Answered, and a browser did not complete the DTLS handshake that media needs keys of. */
    HANDSHAKE_TIMEOUT(102),
    LOOP(25),
    /** The node refused for its own protection. */
    OVERLOAD(42),
    /** An administrator ended the call. */
    HUNG_UP_BY_ADMIN(31),
    /** The node stopped while the call was up. */
    INTERRUPTED(41),
    INTERNAL_ERROR(127);

    private final int q850;

    Cause(int q850) {
        this.q850 = q850;
    }

    /** ITU-T Q.850 cause value, 1 to 127. */
    public int q850() {
        return q850;
    }

    /** SIP status by which a call is refused for this cause (RFC 3398 §7.2.4.1); 482 for a loop. */
    public int sipStatus() {
        return switch (q850) {
            case 1, 2, 3, 26 -> 404;
            case 17 -> 486;
            case 18 -> 408;
            case 16, 19, 20, 31 -> 480; // a refused call cannot end normally
            case 21, 55, 57, 87 -> 403;
            case 22, 23 -> 410;
            case 25 -> 482;
            case 27 -> 502;
            case 28 -> 484;
            case 29, 79 -> 501;
            case 34, 38, 41, 42, 47, 58, 88 -> 503;
            case 65, 70 -> 488;
            case 102 -> 504;
            default -> 500;
        };
    }

    /** Name in queries, JSON and the index: {@code no-answer}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if no cause has this code */
    public static Cause ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
