package org.trunkline.engine.port.signaling;

import static java.util.Objects.requireNonNull;

/**
 * Which phone registered a contact, and over which of its flows (RFC 5626 §4.2).
 *
 * @param instance URN of {@code +sip.instance}, without brackets; empty where the phone gave none
 * @param regId {@code reg-id}, at least 1; 0 where the phone gave none
 */
public record DeviceFlow(String instance, int regId) {
    public static final DeviceFlow NONE = new DeviceFlow("", 0);

    private static final int LONGEST_INSTANCE = 200;

    public DeviceFlow {
        requireNonNull(instance);
        if (regId < 0)
            throw new IllegalArgumentException("regId: " + regId);
    }

    /** @param instance as in the header, with brackets @return none where it is too long to be kept */
    public static DeviceFlow of(String instance, int regId) {
        String urn = instance.startsWith("<") && instance.endsWith(">") ? instance.substring(1, instance.length() - 1) : instance;
        return urn.isEmpty() || urn.length() > LONGEST_INSTANCE ? NONE : new DeviceFlow(urn, Math.max(0, regId));
    }

    /** Whether it is one of the flows of a phone, so that a binding of the same flow replaces it (RFC 5626 §6). */
    public boolean isFlow() {
        return regId > 0 && !instance.isEmpty();
    }
}
