package org.trunkline.domain.format;

import java.util.regex.Pattern;

/** Names of files that come from others. */
public final class FileNames {
    /** Characters of a name. */
    public static final int LONGEST = 120;
    private static final int LONGEST_ENDING = 12;
    /** Control and format characters reverse or hide what is shown; the others are not allowed on some file systems. */
    private static final Pattern BAD = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}<>:\"|?*]");
    private static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    private static final Pattern EDGES = Pattern.compile("^[.\\s]+|[.\\s]+$");

    private FileNames() {}

    /** A name without folders that every file system takes; {@code file} where nothing is left. */
    public static String tidy(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = EDGES.matcher(BAD.matcher(last).replaceAll("_")).replaceAll("");
        String bounded = EDGES.matcher(shortened(clean)).replaceAll("");
        if (bounded.isEmpty())
            return "file";
        return RESERVED.matcher(bounded).matches() ? '_' + bounded : bounded;
    }

    /** Keeps the ending, which programs are chosen by. */
    private static String shortened(String name) {
        if (name.codePointCount(0, name.length()) <= LONGEST)
            return name;
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && name.length() - dot <= LONGEST_ENDING ? name.substring(dot) : "";
        return name.substring(0, name.offsetByCodePoints(0, LONGEST - ending.length())) + ending;
    }
}
