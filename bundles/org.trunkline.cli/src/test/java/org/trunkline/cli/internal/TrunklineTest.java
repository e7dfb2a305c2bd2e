package org.trunkline.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes, and the one line that goes with them. */
class TrunklineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String... args) {
        return new Trunkline(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), Map.of("TRUNKLINE_HOME", folder.toString()))
                .run(List.of(args));
    }

    @Test
    void helpIsNoError() {
        assertEquals(0, run("plugin", "--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("rollback ID"));
    }

    @Test
    void aCommandThatIsUnknownIsNamed() {
        assertEquals(2, run("plugin", "upgrade"));
        assertEquals("trunkline: unknown command plugin upgrade: trunkline --help lists all commands\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anOptionThatIsUnknownIsNamed() {
        assertEquals(2, run("plugin", "list", "--colour"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("unknown option --colour"));
    }

    @Test
    void aNodeThatDoesNotRunIsNamedByItsFile() {
        assertEquals(1, run("plugin", "list"));
        assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("trunkline: " + folder.resolve("node/admin.token")),
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        System.setProperty("trunkline.home", folder.toString());
        assertEquals(2, run("plugin", "new", "LeastLoaded"));
    }
}
