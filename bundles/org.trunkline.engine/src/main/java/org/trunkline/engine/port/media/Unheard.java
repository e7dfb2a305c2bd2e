package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

/** Why nobody can listen to a call. @param detail the codecs that the node does not decode, else empty */
public record Unheard(Why why, String detail) {
    public enum Why {
        /** The call is not, or no longer, there. */
        GONE,
        NOT_ANSWERED,
        /** The node itself is a side of the call, as for an application: others may be behind it, who would not be told. */
        NODE_IS_A_SIDE,
        /** The call has no sound: video only, or on hold. */
        NO_SOUND,
        /** The node does not decode what a side sends. */
        CODEC
    }

    public Unheard {
        requireNonNull(why);
        requireNonNull(detail);
    }

    /** Without more to say. */
    public Unheard(Why why) {
        this(why, "");
    }
}
