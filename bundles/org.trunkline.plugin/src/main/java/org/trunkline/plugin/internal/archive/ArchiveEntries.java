package org.trunkline.plugin.internal.archive;

import static org.trunkline.plugin.internal.archive.RefusedArchiveException.archive;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.regex.Pattern;

/** Names and sizes of entries, checked before anything is unpacked. */
final class ArchiveEntries {
    static final int MOST_ENTRIES = 2_000;
    static final long MOST_UNPACKED = 256L << 20;
    private static final int LONGEST_NAME = 200;
    /** Text shrinks by 10 to 20, logs by 50. */
    private static final int STEEPEST = 100;
    private static final long SMALL = 1 << 20;
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/(MANIFEST\\.MF|SIG-[^/]*|[^/]+\\.(SF|DSA|RSA|EC))",
            Pattern.CASE_INSENSITIVE);

    private ArchiveEntries() {}

    static void check(List<JarEntry> entries) throws RefusedArchiveException {
        if (entries.size() > MOST_ENTRIES)
            throw archive("too-many-entries", "The archive has " + entries.size() + " entries; " + MOST_ENTRIES
                    + " are allowed", entries.size(), MOST_ENTRIES);
        var names = new HashSet<String>();
        long unpacked = 0;
        for (var entry : entries) {
            checkName(entry.getName(), names);
            long size = Math.max(0, entry.getSize());
            unpacked += size;
            if (size > SMALL && size / Math.max(1, entry.getCompressedSize()) > STEEPEST)
                throw bomb(entry.getName() + " unpacks to more than " + STEEPEST + " times its size");
            if (unpacked > MOST_UNPACKED)
                throw tooMuch();
        }
    }

    static RefusedArchiveException tooMuch() {
        return bomb("it unpacks to more than " + (MOST_UNPACKED >> 20) + " MiB");
    }

    private static RefusedArchiveException bomb(String why) {
        return archive("archive-bomb", "The archive is refused because " + why, why);
    }

    private static void checkName(String name, Set<String> names) throws RefusedArchiveException {
        var parts = List.of(name.split("/", -1));
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.startsWith("/") || name.contains("\\") || name.contains(":")
                || parts.contains("..") || parts.contains(".") || name.chars().anyMatch(c -> c < ' ' || c == 0x7f))
            throw archive("bad-entry-name", "The archive has an entry \"" + shown(name)
                    + "\". Names must be relative, without \"..\", backslashes and colons", shown(name));
        if (!names.add(name.toLowerCase(Locale.ROOT))) // on some disks the second would overwrite the first
            throw archive("duplicate-entry", "The archive has two entries \"" + shown(name) + "\"", shown(name));
    }

    private static String shown(String name) {
        var text = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Whether an entry is part of the signature itself, which no signature covers. */
    static boolean signature(String name) {
        return SIGNATURE.matcher(name).matches();
    }
}
