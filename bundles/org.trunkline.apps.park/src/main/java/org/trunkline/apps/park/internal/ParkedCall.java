package org.trunkline.apps.park.internal;

import java.util.Optional;

import org.trunkline.domain.call.CallId;

/** A call in a slot. Guarded by its {@link CallPark}. */
final class ParkedCall {
    final CallId call;
    final Lot lot;
    final String slot;
    /** Shown to who is rung. */
    final String caller;
    /** Username of who parked the call; empty where that is not known after a restart of the application. */
    final Optional<String> parker;
    /** Counts commands, whose ids are used once. */
    private int commands;
    /** Command that rings who parked or the fallback; empty while none does. */
    private String ringing = "";
    /** Command that plays; empty while none does. */
    private String playing = "";
    private boolean ownAudio = true;
    private Runnable alarm = () -> {};

    ParkedCall(CallId call, Lot lot, String slot, String caller, Optional<String> parker) {
        this.call = call;
        this.lot = lot;
        this.slot = slot;
        this.caller = caller;
        this.parker = parker;
    }

    String next(String command) {
        return command + '-' + ++commands;
    }

    /** The name under which who is rung sees the call. */
    String shown() {
        return slot + ": " + caller;
    }

    // ---- waiting and ringing

    /** It waits in its slot. @param next what comes then, to be cancelled */
    void waits(Runnable next) {
        ringing = "";
        alarm.run();
        alarm = next;
    }

    void cancel() {
        alarm.run();
    }

    /** @return id of the command */
    String rings(String what) {
        ringing = next(what);
        return ringing;
    }

    boolean isRinging(String command) {
        return ringing.equals(command);
    }

    // ---- what the party hears

    boolean isPlaying() {
        return !playing.isEmpty();
    }

    /** @return id of the command */
    String plays(String what) {
        playing = next(what);
        return playing;
    }

    /** Nothing is played any more. */
    void silent() {
        playing = "";
    }

    /** @return whether this was what is played */
    boolean played(String command) {
        boolean same = isPlaying() && playing.equals(command);
        if (same)
            playing = "";
        return same;
    }

    /** Whether the lot's own file is played. */
    boolean ownAudio() {
        return ownAudio;
    }

    /** The lot's file could not be played. @return whether the node's music is to be tried */
    boolean givesUpOwnAudio() {
        boolean tries = ownAudio && lot.audio().isPresent() && ringing.isEmpty();
        ownAudio &= !tries;
        return tries;
    }
}
