package org.trunkline.export.customer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The font files of a computer that have Chinese characters, by the names that systems give them. */
final class SystemFonts {
    private static final int DEEPEST = 6;
    private static final int MOST_FILES = 50_000;

    /** A file as the PDF library wants it: with the number of the font in a collection. @param trueType whether its outlines are of TrueType: only such a font is cut to the characters that are used */
    record Found(Path file, String name, boolean trueType) {}

    /** @param index in a collection, or -1 */
    private record Known(String file, int index, boolean trueType) {}

    /** The best first. */
    private static final List<Known> KNOWN = List.of(
            new Known("notosanssc-regular.ttf", -1, true), new Known("notosanshans-regular.ttf", -1, true),
            new Known("msyh.ttc", 0, true), new Known("msyh.ttf", -1, true), new Known("deng.ttf", -1, true),
            new Known("wqy-microhei.ttc", 0, true), new Known("wqy-zenhei.ttc", 0, true),
            new Known("arial unicode.ttf", -1, true), new Known("arialuni.ttf", -1, true), new Known("stheiti light.ttc", 0, true),
            new Known("simhei.ttf", -1, true), new Known("simsun.ttc", 0, true), new Known("droidsansfallbackfull.ttf", -1, true),
            new Known("droidsansfallback.ttf", -1, true), new Known("uming.ttc", 0, true), new Known("gbsn00lp.ttf", -1, true),
            new Known("notosanscjk-regular.ttc", 2, false), new Known("notosanscjksc-regular.otf", -1, false),
            new Known("sourcehansanssc-regular.otf", -1, false), new Known("sourcehansanscn-regular.otf", -1, false));

    private final List<Path> folders;

    SystemFonts(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    static SystemFonts ofThisComputer() {
        var home = Path.of(System.getProperty("user.home", "."));
        var folders = Stream.of(Path.of("/usr/share/fonts"), Path.of("/usr/local/share/fonts"), home.resolve(".local/share/fonts"),
                home.resolve(".fonts"), Path.of("/System/Library/Fonts"), Path.of("/Library/Fonts"), home.resolve("Library/Fonts"));
        var windows = Stream.of(Optional.ofNullable(System.getenv("WINDIR")).map(w -> Path.of(w, "Fonts")),
                Optional.ofNullable(System.getenv("LOCALAPPDATA")).map(a -> Path.of(a, "Microsoft", "Windows", "Fonts")))
                .flatMap(Optional::stream);
        return new SystemFonts(Stream.concat(folders, windows).toList());
    }

    /** Those with Chinese characters, the best first. */
    List<Found> chinese() {
        var files = new HashMap<String, Path>();
        folders.stream().filter(Files::isDirectory).forEach(folder -> list(folder, files));
        return KNOWN.stream().filter(known -> files.containsKey(known.file())).map(known -> {
            var file = files.get(known.file());
            return new Found(file, known.index() < 0 ? file.toString() : file + "," + known.index(), known.trueType());
        }).toList();
    }

    private static void list(Path folder, Map<String, Path> files) {
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            private int seen;

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.putIfAbsent(file.getFileName().toString().toLowerCase(Locale.ROOT), file);
                return ++seen < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
