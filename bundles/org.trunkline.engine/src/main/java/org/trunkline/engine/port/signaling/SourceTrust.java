package org.trunkline.engine.port.signaling;

/** What a source of messages is to this node. */
public enum SourceTrust {
    /** A configured trunk's address. */
    TRUNK,
    /** A subscriber is registered from there. */
    REGISTERED,
    STRANGER
}
