package org.trunkline.sip.jain.internal;

import org.jspecify.annotations.Nullable;

/** Headers that {@link HeadScan} looks into. */
enum HeaderName {
    VIA("via", 'v', false), FROM("from", 'f', true), TO("to", 't', true), CALL_ID("call-id", 'i', true),
    CSEQ("cseq", '\0', true), MAX_FORWARDS("max-forwards", '\0', true), CONTENT_LENGTH("content-length", 'l', true),
    CONTACT("contact", 'm', false), USER_AGENT("user-agent", '\0', false);

    static final int MANDATORY = VIA.bit() | FROM.bit() | TO.bit() | CALL_ID.bit() | CSEQ.bit();
    private static final HeaderName[] ALL = values();

    private final byte[] name;
    private final char compact;
    private final boolean once;

    HeaderName(String name, char compact, boolean once) {
        this.name = Ascii.bytes(name);
        this.compact = compact;
        this.once = once;
    }

    int bit() {
        return 1 << ordinal();
    }

    boolean once() {
        return once;
    }

    static @Nullable HeaderName of(byte[] in, int from, int to) {
        int size = to - from;
        for (var each : ALL)
            if (size == 1 ? Ascii.lower(in[from]) == each.compact
                    : size == each.name.length && Ascii.equal(in, from, to, each.name))
                return each;
        return null;
    }
}
