package org.trunkline.sip.jain.internal.wire;

/** What a scan makes of a message; of one that it refuses, whatever is there. */
public final class Indexed {
    private Indexed() {}

    public static HeadIndex of(byte[] message) {
        var scan = new HeaderValidator(BorderLimits.DEFAULT);
        return scan.read(message, message.length, true).isEmpty() ? scan.index() : HeadIndex.of(message);
    }
}
