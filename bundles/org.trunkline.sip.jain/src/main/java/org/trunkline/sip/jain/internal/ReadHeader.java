package org.trunkline.sip.jain.internal;

import org.jspecify.annotations.Nullable;

/** The headers that the stack and this bundle read as objects. */
enum ReadHeader {
    VIA("via", 'v'), FROM("from", 'f'), TO("to", 't'), CALL_ID("call-id", 'i'), CSEQ("cseq"),
    MAX_FORWARDS("max-forwards"), CONTENT_LENGTH("content-length", 'l'), CONTENT_TYPE("content-type", 'c'),
    CONTACT("contact", 'm'), RECORD_ROUTE("record-route"), ROUTE("route"), EXPIRES("expires"), EVENT("event", 'o'),
    SUBSCRIPTION_STATE("subscription-state");

    private static final ReadHeader[] ALL = values();

    private final byte[] name;
    private final char compact;

    ReadHeader(String name) {
        this(name, '\0');
    }

    ReadHeader(String name, char compact) {
        this.name = Ascii.bytes(name);
        this.compact = compact;
    }

    static @Nullable ReadHeader of(byte[] in, int from, int to) {
        int size = to - from;
        for (var each : ALL)
            if (size == 1 ? Ascii.lower(in[from]) == each.compact
                    : size == each.name.length && Ascii.equal(in, from, to, each.name))
                return each;
        return null;
    }
}
