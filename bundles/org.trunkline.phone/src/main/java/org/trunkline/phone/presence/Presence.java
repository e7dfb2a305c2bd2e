package org.trunkline.phone.presence;

/** How somebody can be reached (RFC 3863, RFC 4480 §3.2). */
public enum Presence {
    /** Takes calls, and is not in one. */
    AVAILABLE,
    /** Takes calls, and prefers not to be called. */
    BUSY,
    /** Takes calls, and is not at the phone. */
    AWAY,
    /** Takes no calls. */
    DO_NOT_DISTURB,
    /** Talks, or calls somebody. A phone reports this of its user; it cannot be chosen. */
    ON_THE_PHONE,
    /** No phone is registered, or the user wants it to look so. */
    OFFLINE
}
