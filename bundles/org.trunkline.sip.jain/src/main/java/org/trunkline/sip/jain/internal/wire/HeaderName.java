package org.trunkline.sip.jain.internal.wire;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** Headers that are looked into before the engine does, which reads the others as they stand. */
public enum HeaderName {
    VIA("via", 'v', false), FROM("from", 'f', true), TO("to", 't', true), CALL_ID("call-id", 'i', true),
    CSEQ("cseq", '\0', true), MAX_FORWARDS("max-forwards", '\0', true), CONTENT_LENGTH("content-length", 'l', true),
    CONTACT("contact", 'm', false), CONTENT_TYPE("content-type", 'c', false), RECORD_ROUTE("record-route", '\0', false),
    ROUTE("route", '\0', false), EXPIRES("expires", '\0', false), EVENT("event", 'o', false),
    SUBSCRIPTION_STATE("subscription-state", '\0', false), USER_AGENT("user-agent", '\0', false),
    AUTHORIZATION("authorization", '\0', false), PROXY_AUTHORIZATION("proxy-authorization", '\0', false), PATH("path", '\0', false),
    REQUIRE("require", '\0', false);

    static final int MANDATORY = VIA.bit() | FROM.bit() | TO.bit() | CALL_ID.bit() | CSEQ.bit();
    /** By the length of the name as it stands, for there are many headers that are none of these. */
    private static final HeaderName[][] BY_SIZE = IntStream.rangeClosed(0, PROXY_AUTHORIZATION.name.length)
            .mapToObj(size -> Arrays.stream(values()).filter(each -> each.name.length == size || size == 1 && each.compact != 0)
                    .toArray(HeaderName[]::new))
            .toArray(HeaderName[][]::new);

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

    /** The stack and this bundle read it as an object. */
    public boolean isObject() {
        return ordinal() < USER_AGENT.ordinal();
    }

    public static @Nullable HeaderName of(byte[] in, int from, int to) {
        int size = to - from;
        if (size >= BY_SIZE.length)
            return null;
        for (var each : BY_SIZE[size])
            if (size == 1 ? Ascii.lower(in[from]) == each.compact : Ascii.equal(in, from, to, each.name))
                return each;
        return null;
    }
}
