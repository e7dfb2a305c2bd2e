package org.trunkline.sip.jain.internal.wire;

/** Tags and branches. */
public final class Tokens {
    private static final String MAGIC = "z9hG4bK";
    /** Whoever could foretell a branch could answer in a callee's place. Chance is all the state that this has. */
    private static final org.trunkline.engine.Tokens CHANCE = new org.trunkline.engine.Tokens();

    private Tokens() {}

    public static String tag() {
        return CHANCE.next();
    }

    public static String branch() {
        return MAGIC + tag();
    }
}
