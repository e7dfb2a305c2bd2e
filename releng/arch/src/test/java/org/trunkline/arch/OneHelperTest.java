package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is easy to get wrong is written once: a second copy would be the one that lacks the fix. */
class OneHelperTest {
    private static final Path BUNDLES = Path.of(System.getProperty("bundles")).toAbsolutePath();

    /** @param code that shows a copy, in main sources @param homes files that may have it */
    private record Once(String what, Pattern code, Set<String> homes) {}

    private static List<Once> once() {
        return List.of(
                new Once("rights of files: OwnerOnly", Pattern.compile("\\bPosixFile\\w+"), Set.of("OwnerOnly.java")),
                new Once("HMAC-SHA256: Hmac", Pattern.compile("\"HmacSHA256\""), Set.of("Hmac.java", "CaseKeyJson.java")), // a name in a file
                new Once("cells of CSV: CsvCells", Pattern.compile("replace\\(\"\\\\\"\", \"\\\\\"\\\\\"\"\\)"), Set.of("CsvCells.java")),
                new Once("services of components: Registrations", Pattern.compile("\\.unregister\\(\\)"), Set.of("Registrations.java")),
                new Once("what a service says of itself, until its version changes: DescribedServices",
                        Pattern.compile("\"trunkline\\.plugin\\.restarts\""), Set.of("HouseExtensions.java")),
                new Once("digests compared in constant time: MessageDigest.isEqual",
                        Pattern.compile("Arrays\\.equals\\((?:mac|tag|digest|hash|hmac)\\b"), Set.of()));
    }

    @ParameterizedTest
    @MethodSource("once")
    void isWrittenOnce(Once once) throws IOException {
        var sources = Sources.under(BUNDLES, ".java", "src/main").stream().filter(f -> !f.toString().contains("uitest")).toList();
        assertFalse(sources.isEmpty());
        var found = new TreeSet<String>();
        for (var source : sources)
            if (once.code().matcher(Files.readString(source)).find())
                found.add(source.getFileName().toString());
        assertEquals(new TreeSet<>(once.homes()), found, once.what() + ", in " + sources.stream()
                .filter(f -> found.contains(f.getFileName().toString())).map(Path::toString).collect(Collectors.joining(", ")));
    }
}
