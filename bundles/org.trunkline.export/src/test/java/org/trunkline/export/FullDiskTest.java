package org.trunkline.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;

/**
 * Exports to a disk that is really full: a file system of 128 KiB in memory, in a name space of its own, seen by a JVM of its own. Passed
 * over where the machine allows no such name space.
 */
class FullDiskTest {
    private static final int RECORDS = 4_000;

    @TempDir
    Path folder;

    @Test
    void theExportIsStoppedThePartIsRemovedAndSaidSo() throws Exception {
        var mount = "mount -t tmpfs -o size=128k tmpfs '" + folder + "' && ";
        assumeTrue(run("true", mount + "true").exit() == 0, "no file system can be mounted here");
        var written = run("java", mount + "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -Xmx256m -cp '"
                + System.getProperty("java.class.path") + "' " + FullDiskTest.class.getName() + " '" + folder + "'");
        assertEquals(0, written.exit(), written.text());
        var lines = written.text().lines().filter(l -> l.startsWith("file ")).toList();
        assertEquals(List.of("csv", "jsonl", "xlsx", "zip"), lines.stream().map(l -> l.split(" ")[1]).toList(), written.text());
        for (String line : lines)
            assertTrue(line.contains(" is full. Nothing was written, and the partial file was removed")
                    && line.endsWith("left: [yesterday.csv]"), line);
    }

    private record Ran(int exit, String text) {}

    private Ran run(String what, String command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("unshare", "-Urm", "sh", "-c", command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Ran(-1, what + ": " + e.getMessage());
        }
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor(60, TimeUnit.SECONDS) ? new Ran(process.exitValue(), text) : new Ran(-1, text);
    }

    /** In the JVM that sees the small disk. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.writeString(folder.resolve("yesterday.csv"), "of yesterday");
        var node = new FakeNode();
        var generator = new CdrGenerator(3, Instant.parse("2026-11-21T08:00:00Z"), 0.1);
        var cdrs = IntStream.range(0, RECORDS).mapToObj(i -> generator.next()).toList();
        cdrs.forEach(node.cdrs()::add);
        node.privacy().keep(cdrs.stream().map(c -> new PersonPage.Item(c, Optional.<Ladder>empty(), Optional.empty())).toList());
        for (var format : ResultFormat.values()) {
            var export = ResultExport.of(node.cdrs(), CdrQuery.ALL, CdrOrder.NEWEST_FIRST);
            tell(folder, format.suffix(), out -> export.writeTo(out, format, (_, _) -> true));
        }
        var person = PersonFile.of(node.privacy(), "+46701234567", Instant.EPOCH);
        tell(folder, "zip", out -> person.writeTo(out, (_, _) -> true));
    }

    private static void tell(Path folder, String suffix, WholeFile.Content<Long, Exception> content) throws Exception {
        String said;
        try {
            said = "written: " + WholeFile.write(folder.resolve("calls." + suffix), content);
        } catch (IOException e) {
            said = String.valueOf(e.getMessage());
        }
        try (var files = Files.list(folder)) {
            System.out.println("file " + suffix + " " + said + " left: " // the other JVM reads it
                    + Arrays.toString(files.map(Path::getFileName).toArray()));
        }
    }
}
