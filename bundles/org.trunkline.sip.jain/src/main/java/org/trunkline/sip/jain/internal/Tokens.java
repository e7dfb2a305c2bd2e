package org.trunkline.sip.jain.internal;

import java.util.concurrent.ThreadLocalRandom;

/** Tags and branches. They need to differ, not to be secret (RFC 3261 §19.3 asks for 32 random bits). */
final class Tokens {
    private static final String MAGIC = "z9hG4bK";

    private Tokens() {}

    static String tag() {
        return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }

    static String branch() {
        return MAGIC + tag();
    }
}
