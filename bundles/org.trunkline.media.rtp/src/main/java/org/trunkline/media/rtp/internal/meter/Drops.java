package org.trunkline.media.rtp.internal.meter;

/** Packets of one session that were not passed on, by reason. Written by the relay loop only. */
public final class Drops {
    /** Neither RTP nor RTCP. */
    public long invalid;
    /** From a source that the latch does not trust. */
    public long refused;
    /** From a side that may not send, or for one that does not want any. */
    public long unwanted;
    /** Not encrypted with the key agreed, or sent twice. */
    public long forged;
    /** Of no line of the bundle, or of more than one. */
    public long unassigned;
    /** More a second than any codec sends. */
    public long flood;
    /** The node had too much to do. */
    public long overload;
    /** The other side has not said where to. */
    public long undeliverable;
    /** The other side reads its TCP connection too slowly. */
    public long slow;
    /** Nobody listens there. */
    public long unreachable;
    /** The network refused. */
    public long failed;

    @Override
    public String toString() {
        return "invalid " + invalid + ", refused " + refused + ", unwanted " + unwanted + ", forged " + forged + ", unassigned " + unassigned + ", flood " + flood
                + ", overload " + overload + ", undeliverable " + undeliverable + ", slow " + slow + ", unreachable " + unreachable + ", failed " + failed;
    }
}
