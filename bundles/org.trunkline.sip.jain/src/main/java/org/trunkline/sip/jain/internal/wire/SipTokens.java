package org.trunkline.sip.jain.internal.wire;

/** Tags and branches. */
public final class SipTokens {
    private static final String MAGIC = "z9hG4bK";
    /** A stranger who could predict a branch could answer in a callee's place. Chance is all the state that this has. */
    private static final org.trunkline.engine.RandomTokens CHANCE = new org.trunkline.engine.RandomTokens();

    private SipTokens() {}

    public static String tag() {
        return CHANCE.next();
    }

    public static String branch() {
        return MAGIC + tag();
    }
}
