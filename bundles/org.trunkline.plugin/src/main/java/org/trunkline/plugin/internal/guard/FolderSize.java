package org.trunkline.plugin.internal.guard;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

import org.trunkline.domain.part.LocalizableText;

/**
 * Watches how much a plug-in writes into its folder. Looks at it twice a second where that is cheap, at least every two
 * seconds where it is not: a folder has at most 20,000 files. One thread.
 */
public final class FolderSize {
    private static final long LEAST_PAUSE = 500_000_000L;
    private static final long LONGEST_PAUSE = 2_000_000_000L;
    private static final int SHARE = 100;
    private static final int MOST_FILES = 20_000;

    private final Path folder;
    private final int limitMb;
    private long next;

    public FolderSize(Path folder, int limitMb) {
        this.folder = folder;
        this.limitMb = limitMb;
    }

    /** @param now as {@link System#nanoTime} */
    public LocalizableText check(long now) {
        if (now < next)
            return LocalizableText.NOTHING;
        var sum = new Sum();
        try {
            Files.walkFileTree(folder, sum);
        } catch (IOException e) {
            // a folder that cannot be read now is read the next time
        }
        next = now + Math.clamp(SHARE * (System.nanoTime() - now), LEAST_PAUSE, LONGEST_PAUSE);
        if (sum.files > MOST_FILES)
            return new LocalizableText("plugin-files", List.of(String.valueOf(MOST_FILES)), "It has more than " + MOST_FILES
                    + " files in its folder. Disable it, clear the folder, and ask its publisher.");
        if (sum.bytes <= (long) limitMb << 20)
            return LocalizableText.NOTHING;
        return new LocalizableText("plugin-disk", List.of(String.valueOf(sum.bytes >> 20), String.valueOf(limitMb)),
                "It has " + (sum.bytes >> 20) + " MB in its folder; its limit is " + limitMb
                        + " MB. Clear the folder, or ask its publisher.");
    }

    private static final class Sum extends SimpleFileVisitor<Path> {
        private long bytes;
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            files++;
            return files > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // deleted meanwhile
        }
    }
}
