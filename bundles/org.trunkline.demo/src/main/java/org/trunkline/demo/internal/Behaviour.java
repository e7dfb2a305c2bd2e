package org.trunkline.demo.internal;

/** What a phone does with a call that comes in. */
sealed interface Behaviour {
    /** Rings, answers, and perhaps hangs up first. @param talkMs until it hangs up, 0 to leave that to the caller */
    record Answer(int ringMs, int talkMs) implements Behaviour {}

    /** Rings until the other side gives up. */
    record Ring() implements Behaviour {}

    record Refuse(int status, String reason) implements Behaviour {}
}
