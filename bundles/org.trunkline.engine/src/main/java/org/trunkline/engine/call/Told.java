package org.trunkline.engine.call;

/** The session description that a leg was told last: its origin stays the same while the dialog lasts (RFC 3264 §8). */
final class Told {
    final long sessionId;
    long version = 1;
    String text = "";

    Told(long sessionId) {
        this.sessionId = sessionId;
    }
}
