package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start scripts of the desk use the Java of their package, and the classes that came with it. */
class DeskScriptTest {
    private static final Path SCRIPTS = Path.of(System.getProperty("bundles"))
            .resolveSibling("features/org.trunkline.desk.feature/rootfiles");
    /** Instead of Java: writes down how it was called. */
    private static final String STUB = "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$TRUNKLINE_HOME/called\"\n";

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"linux/trunkline", "macosx/trunkline.command"})
    void aPackageStartsWithItsOwnJavaAndClasses(String script) throws Exception {
        var desk = packaged(script);
        Files.createFile(desk.resolve("classes.jsa"));
        var called = start(desk.resolve(Path.of(script).getFileName()));
        assertTrue(called.contains("-XX:SharedArchiveFile=" + desk.resolve("classes.jsa")), called::toString);
        assertFalse(called.contains("-XX:+AutoCreateSharedArchive"), called::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux/trunkline", "macosx/trunkline.command"})
    void withoutClassesOfThePackageItKeepsItsOwn(String script) throws Exception {
        var desk = packaged(script);
        var called = start(desk.resolve(Path.of(script).getFileName()));
        assertTrue(called.contains("-XX:SharedArchiveFile=" + desk.resolve("home/cache/org.trunkline.ui_1.jsa")), called::toString);
        assertTrue(called.contains("-XX:+AutoCreateSharedArchive"), called::toString);
    }

    /** Both variables may be unset: then there is no Java to look for in the root folder. */
    @ParameterizedTest
    @ValueSource(strings = {"linux/trunkline", "macosx/trunkline.command"})
    void variablesThatAreNotSetNameNoJava(String script) throws IOException {
        String text = Files.readString(SCRIPTS.resolve(script));
        assertTrue(text.contains("\"${TRUNKLINE_JAVA_HOME:+$TRUNKLINE_JAVA_HOME/bin/java}\""), text);
        assertTrue(text.contains("\"${JAVA_HOME:+$JAVA_HOME/bin/java}\""), text);
        assertFalse(text.contains("\"$TRUNKLINE_JAVA_HOME/bin/java\"") || text.contains("\"$JAVA_HOME/bin/java\""), text);
    }

    @Test
    void theScriptOfWindowsNamesThemToo() throws IOException {
        String script = Files.readString(SCRIPTS.resolve("win32/trunkline.bat"));
        assertTrue(script.contains("call :try \"%HERE%jre\\bin\\java.exe\""), script);
        assertTrue(script.contains("set \"CLASSES=%HERE%classes.jsa\""), script);
    }

    private Path packaged(String script) throws IOException {
        assumeTrue(File.separatorChar == '/');
        var desk = Files.createDirectory(temporary.toRealPath().resolve("desk"));
        Files.copy(SCRIPTS.resolve(script), desk.resolve(Path.of(script).getFileName()));
        var java = Files.createDirectories(desk.resolve("jre/bin")).resolve("java");
        Files.writeString(java, STUB);
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(desk.resolve("jre/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Files.createDirectory(desk.resolve("plugins"));
        for (String plugin : List.of("org.eclipse.equinox.launcher_1.jar", "org.trunkline.ui_1.jar"))
            Files.createFile(desk.resolve("plugins").resolve(plugin));
        return desk;
    }

    /** @return the arguments of Java */
    private static List<String> start(Path script) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("/bin/sh", script.toString()).inheritIO();
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "TRUNKLINE_JAVA_HOME"));
        var home = script.resolveSibling("home");
        builder.environment().putAll(Map.of("TRUNKLINE_HOME", home.toString(), "DISPLAY", ":0"));
        assertEquals(0, builder.start().waitFor());
        return Files.readAllLines(home.resolve("called"));
    }
}
