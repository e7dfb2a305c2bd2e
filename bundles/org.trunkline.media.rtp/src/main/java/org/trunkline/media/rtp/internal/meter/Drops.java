package org.trunkline.media.rtp.internal;

/** Packets of one session that were not passed on, by reason. Written by the relay loop only. */
final class Drops {
    /** Neither RTP nor RTCP. */
    long invalid;
    /** From a source that the latch does not trust. */
    long refused;
    /** From a side that may not send, or for one that does not want any. */
    long unwanted;
    /** Not encrypted with the key agreed, or sent twice. */
    long forged;
    /** More a second than any codec sends. */
    long flood;
    /** The other side has not said where to. */
    long undeliverable;
    /** Nobody listens there. */
    long unreachable;
    /** The network refused. */
    long failed;

    @Override
    public String toString() {
        return "invalid " + invalid + ", refused " + refused + ", unwanted " + unwanted + ", forged " + forged + ", flood " + flood
                + ", undeliverable " + undeliverable + ", unreachable " + unreachable + ", failed " + failed;
    }
}
