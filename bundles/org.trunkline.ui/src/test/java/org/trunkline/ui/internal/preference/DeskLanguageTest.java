package org.trunkline.ui.internal.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskLanguageTest {
    private static final Path SCRIPTS = Path.of("../../features/org.trunkline.desk.feature/rootfiles");

    @TempDir
    Path folder;

    @Test
    void theChoiceStaysAndGoes() throws IOException {
        var language = new DeskLanguage(folder.resolve("language"));
        assertEquals(Optional.empty(), language.chosen());
        language.choose(Optional.of("zh"));
        assertEquals(Optional.of("zh"), language.chosen());
        language.choose(Optional.empty());
        assertEquals(Optional.empty(), language.chosen());
        assertFalse(Files.exists(language.file()));
    }

    @Test
    void whatIsNoneOfOursIsTheComputers() throws IOException {
        var language = new DeskLanguage(folder.resolve("language"));
        Files.writeString(language.file(), "xx; rm -rf");
        assertEquals(Optional.empty(), language.chosen());
    }

    @Test
    void theStartScriptsReadIt() throws IOException {
        for (String script : new String[] {"linux/trunkline", "macosx/trunkline.command", "win32/trunkline.bat"}) {
            String text = Files.readString(SCRIPTS.resolve(script));
            assertTrue(text.contains("-D" + DeskLanguage.FILE + "="), script);
            String codes = script.endsWith(".bat") ? String.join(" ", DeskLanguage.CODES) : String.join(" | ", DeskLanguage.CODES);
            assertTrue(text.contains(codes), script);
        }
    }

    @Test
    void aFontCanShowLatinLettersAndNoneCanShowWhatIsNoCharacter() {
        assertTrue(DeskLanguage.canBeShown("English"));
        assertFalse(DeskLanguage.canBeShown("\uFFFF\u0378"));
    }
}
