package org.trunkline.domain.call;

/** The two sides of a B2BUA call. */
public enum LegSide {
    /** The leg on which the call came in; the node is its UAS. */
    CALLER,
    /** A leg that the node opened; the node is its UAC. */
    CALLEE;

    public LegSide other() {
        return this == CALLER ? CALLEE : CALLER;
    }
}
