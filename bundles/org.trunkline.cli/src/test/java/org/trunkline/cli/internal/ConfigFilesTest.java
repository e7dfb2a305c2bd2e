package org.trunkline.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;

class ConfigFilesTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FakeNode node = new FakeNode();

    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws Exception {
        for (String name : List.of("anna", "bert"))
            node.subscribers().create(new Subscriber(name, Secret.of("correct horse"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        node.numbers().create(new NumberAssignment("+4686840000", "anna"));
    }

    private String run(String... args) throws CommandException {
        printed.reset();
        var arguments = Arguments.parse(List.of(args));
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        new ConfigFiles(node, out, new Answers(out, arguments.has("json"))).run(arguments.words().get(1),
                ConfigFiles.kind(arguments.words().get(2)), arguments);
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String file(String text) throws Exception {
        return Files.writeString(folder.resolve("in.csv"), text).toString();
    }

    @Test
    void withoutAFileTheRowsArePrinted() throws Exception {
        assertEquals("number,subscriber\r\n+4686840000,anna\r\n", run("config", "export", "numbers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n.csv", "n.xlsx"})
    void whatWasExportedChangesNothing(String name) throws Exception {
        String file = folder.resolve(name).toString();
        assertEquals("1 numbers are in " + file + "\n", run("config", "export", "number", file));
        assertEquals("0 new, 0 changed, 1 unchanged\n", run("config", "import", "numbers", file));
    }

    @Test
    void aPreviewShowsEachRowAndChangesNothing() throws Exception {
        String shown = run("config", "import", "numbers", file("number,subscriber\n+4686840000,bert\n+4686840001,anna\n"), "--preview");

        assertEquals(List.of("LINE  ENTRY        STATE    WHAT", "2     +4686840000  changed  subscriber: anna -> bert",
                "3     +4686840001  new      number: +4686840001; subscriber: anna"), shown.lines().toList());
        assertEquals(Optional.of("anna"), node.numbers().find("+4686840000").map(NumberAssignment::subscriber));
    }

    @Test
    void rowsAreImportedInOneStep() throws Exception {
        assertEquals("1 new, 1 changed, 0 unchanged\n", run("config", "import", "numbers",
                file("number;subscriber\n+46 8 684 00 00;bert\n+4686840001;anna\n")));
        assertEquals(2, node.numbers().list(Optional.empty(), 10).total());
        assertEquals(Optional.of("bert"), node.numbers().find("+4686840000").map(NumberAssignment::subscriber));
    }

    @Test
    void anErrorNamesItsLineAndNothingIsImported() throws Exception {
        String file = file("number,subscriber\n+4686840001,anna\n+4686840002,nobody\n");
        var refused = assertThrows(CommandException.class, () -> run("config", "import", "numbers", file));

        assertTrue(refused.lines().getFirst().startsWith("line 3: "), refused.getMessage());
        assertEquals(1, node.numbers().list(Optional.empty(), 10).total());
    }

    @ParameterizedTest
    @ValueSource(strings = {"number,owner\n1,2\n", "subscriber\nanna\n", "number,subscriber\n\"+46,anna\n", ""})
    void aFileThatIsNoTableOfNumbersIsRefused(String text) throws Exception {
        String file = file(text);
        assertEquals(1, assertThrows(CommandException.class, () -> run("config", "import", "numbers", file)).exitCode());
    }

    @Test
    void anotherKindIsNamed() {
        assertEquals(2, assertThrows(CommandException.class, () -> ConfigFiles.kind("phones")).exitCode());
    }
}
