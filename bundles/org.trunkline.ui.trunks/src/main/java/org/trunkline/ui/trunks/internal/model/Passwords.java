package org.trunkline.ui.trunks.internal.model;

import java.security.SecureRandom;

/** Passwords that people can read to each other. */
public final class Passwords {
    /** Without 0 O 1 l I, which look alike. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    /** 16 of 56: 92 bits. */
    private static final int LENGTH = 16;

    private final SecureRandom random = new SecureRandom();

    public String next() {
        var text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++)
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        return text.toString();
    }
}
