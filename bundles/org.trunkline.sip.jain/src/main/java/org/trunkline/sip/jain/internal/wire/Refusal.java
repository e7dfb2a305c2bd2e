package org.trunkline.sip.jain.internal.wire;

/**
 * Why a message goes no further.
 *
 * @param status to answer; 0 for silence
 * @param counted as
 */
public record Refusal(int status, String phrase, String counted) {
    public static final String MALFORMED = "malformed";

    static Refusal malformed(String phrase) {
        return new Refusal(400, phrase, MALFORMED);
    }

    static Refusal silent(String counted) {
        return new Refusal(0, "", counted);
    }
}
