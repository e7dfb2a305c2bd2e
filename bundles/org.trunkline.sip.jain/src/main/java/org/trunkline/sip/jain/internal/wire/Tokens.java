package org.trunkline.sip.jain.internal;

/** Tags and branches. */
final class Tokens {
    private static final String MAGIC = "z9hG4bK";
    /** Whoever could foretell a branch could answer in a callee's place. Chance is all the state that this has. */
    private static final org.trunkline.engine.Tokens CHANCE = new org.trunkline.engine.Tokens();

    private Tokens() {}

    static String tag() {
        return CHANCE.next();
    }

    static String branch() {
        return MAGIC + tag();
    }
}
