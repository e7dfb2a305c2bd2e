package org.trunkline.engine.call.core;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.call.dialog.Leg;

/** Hears of the phases of a call's life. Called by its mailbox. */
interface LifecycleListener {
    /** Nobody is to be rung any more. */
    void stopHunting();

    /** The caller's INVITE was refused. */
    void refused();

    /** The caller's INVITE has its final response. */
    void finalStatus(boolean answered);

    /** The end has begun. */
    void ended(Cause cause);

    /** What is under way is given up. */
    void abandon();

    /** A leg has ended, and the call goes on. */
    void left(Leg leg);

    /** The record is written. */
    void recorded();

    /** The caller's leg went to another call, and with it all that there was to know. */
    void vanished();

    /** No message of the call is expected any more. */
    void forgotten();
}
