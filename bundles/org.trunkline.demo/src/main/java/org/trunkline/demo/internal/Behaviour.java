package org.trunkline.demo.internal;

/** What a phone does with a call that comes in. */
sealed interface Behaviour {
    /** Rings, answers, and perhaps hangs up first. @param talkMs until it hangs up, 0 to leave that to the caller */
    record Answer(int ringMs, int talkMs) implements Behaviour {}

    /** Rings until the other side gives up. */
    record Ring() implements Behaviour {}

    /**
     * Rings, answers, and leads the caller on to a colleague.
     *
     * @param talkMs until then
     * @param asksFirst whether it calls the colleague before (attended), or not (blind)
     */
    record Transfer(int ringMs, int talkMs, String colleague, boolean asksFirst) implements Behaviour {}

    record Refuse(int status, String reason) implements Behaviour {}
}
