package org.trunkline.query.value;

/** Patterns with stars for any text and question marks for one character; a backslash takes what follows as it is. */
public final class Glob {
    private Glob() {}

    /** Whether the whole text is such. Linear but for texts made to vex it, and those are short. */
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1; // where to go on in the pattern, and in the text, if what follows the last star fails
        int from = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = ++p;
                from = t;
            } else if (p < pattern.length() && pattern.charAt(p) == '?') {
                p++;
                t++;
            } else if (p < pattern.length() && literal(pattern, p) == text.charAt(t)) {
                p += width(pattern, p);
                t++;
            } else if (star >= 0) {
                p = star;
                t = ++from;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*')
            p++;
        return p == pattern.length();
    }

    private static char literal(String pattern, int at) {
        return pattern.charAt(at + width(pattern, at) - 1);
    }

    private static int width(String pattern, int at) {
        return pattern.charAt(at) == '\\' && at + 1 < pattern.length() ? 2 : 1;
    }
}
