package org.trunkline.engine;

import java.security.SecureRandom;

/**
 * Tags, branches and Call-IDs nobody can guess (RFC 3261 §19.3): 60 bits each, drawn in batches since each draw is costly.
 * <b>Threads:</b> any.
 */
public final class RandomTokens {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 12;

    private final SecureRandom random = new SecureRandom();
    private final byte[] pool = new byte[LENGTH * 128];
    private int used = pool.length;

    public String next() {
        var text = new char[LENGTH];
        synchronized (this) {
            if (used == pool.length) {
                random.nextBytes(pool);
                used = 0;
            }
            for (int i = 0; i < LENGTH; i++)
                text[i] = DIGITS[pool[used++] & 31];
        }
        return new String(text);
    }
}
