package org.trunkline.node.internal.analysis;

import java.util.regex.Pattern;

/** Texts of extensions, cut to size. */
final class OneLine {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int LONGEST = 200;

    private OneLine() {}

    /** One line of up to 200 characters, no half of a surrogate pair at its end. */
    static String of(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ");
        if (line.length() <= LONGEST)
            return line;
        return line.substring(0, Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }
}
