package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

/** Bytes of a message's head, compared without regard to case. */
public final class Ascii {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = 'a'; c <= 'z'; c++)
            TOKEN[c] = TOKEN[c - 'a' + 'A'] = true;
        for (char c = '0'; c <= '9'; c++)
            TOKEN[c] = true;
        for (char c : "-.!%*_+`'~".toCharArray())
            TOKEN[c] = true;
    }

    private Ascii() {}

    public static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    static String text(byte[] in, int from, int to) {
        return new String(in, from, to - from, ISO_8859_1);
    }

    /** RFC 3261 §25.1, token. */
    static boolean isToken(byte b) {
        return b >= 0 && TOKEN[b];
    }

    public static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    public static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    /** @return the first index that is no white space */
    public static int skip(byte[] in, int from, int to) {
        int i = from;
        while (i < to && isSpace(in[i]))
            i++;
        return i;
    }

    public static boolean equal(byte[] in, int from, int to, String other) {
        if (to - from != other.length())
            return false;
        for (int i = 0; i < other.length(); i++)
            if (lower(in[from + i]) != lower((byte) other.charAt(i)))
                return false;
        return true;
    }

    /** Case and all. */
    static boolean same(byte[] in, int from, int to, String other) {
        if (to - from != other.length())
            return false;
        for (int i = 0; i < other.length(); i++)
            if (in[from + i] != other.charAt(i))
                return false;
        return true;
    }

    public static boolean equal(byte[] in, int from, int to, byte[] other) {
        if (to - from != other.length || to > in.length)
            return false;
        for (int i = 0; i < other.length; i++)
            if (lower(in[from + i]) != lower(other[i]))
                return false;
        return true;
    }

    public static boolean contains(byte[] in, int from, int to, byte[] part) {
        for (int i = from; i + part.length <= to; i++)
            if (equal(in, i, i + part.length, part))
                return true;
        return false;
    }
}
