package org.trunkline.phone.presence;

/** Whether somebody can be reached (RFC 3863, RFC 4480 §3.2). */
public enum Presence {
    /** A phone is registered, and not in a call. */
    AVAILABLE,
    ON_THE_PHONE,
    /** No phone is registered. */
    OFFLINE
}
