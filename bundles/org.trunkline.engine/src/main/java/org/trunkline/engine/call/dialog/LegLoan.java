package org.trunkline.engine.call.dialog;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.sdp.SessionDescription;

/** The caller's leg of one call, offered to another: its own call does nothing until told what became of it. */
public interface LegLoan {
    Leg leg();

    /** Of the leg's INVITE. */
    long cseq();

    /** What the leg offers. */
    SessionDescription offer();

    /** The other call has the leg. <b>Threads:</b> any. */
    void taken();

    /** The other call does not want it. <b>Threads:</b> any. */
    void returned(int status, Cause cause);
}
