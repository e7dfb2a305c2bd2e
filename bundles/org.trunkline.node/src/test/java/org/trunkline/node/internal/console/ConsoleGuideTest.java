package org.trunkline.node.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class ConsoleGuideTest {
    private static final Path DOCUMENT = Path.of("../../docs/node.md");
    private static final Pattern NAME = Pattern.compile("`([a-z]+)(?: [^`]*)?`");

    @Test
    void theGuideListsEveryCommand() throws Exception {
        var document = Files.readString(DOCUMENT);
        int from = document.indexOf("\n## Console\n");
        assertTrue(from >= 0, DOCUMENT + " has no section of the console");
        int table = document.indexOf("|---|---|\n", from);
        var listed = document.substring(table, document.indexOf("\n\n", table)).lines().skip(1)
                .flatMap(row -> NAME.matcher(row.split("\\|")[1]).results()).map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        var commands = Stream.of(NodeCommands.class, SettingsCommands.class, PersonCommands.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())).filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(commands, listed);
    }
}
