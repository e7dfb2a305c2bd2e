package org.trunkline.node.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncementSettingsTest {
    private static final String NAME = "trunkline.announce.unassigned";

    @TempDir
    Path folder;

    private static String read(String value) throws NodeSettings.BadSetting {
        return NodeSettings.read(Map.of(NAME, value)::get).announcement().unassigned();
    }

    private static void refused(String value, String why) {
        var e = assertThrows(NodeSettings.BadSetting.class, () -> read(value));
        assertEquals(NAME, e.property());
        assertTrue(e.getMessage().contains(why) && e.getMessage().contains(value), e.getMessage());
    }

    @Test
    void nothingIsHeardUnlessAskedFor() throws Exception {
        assertEquals("no", NodeSettings.read(Map.<String, String>of()::get).announcement().unassigned());
        assertEquals("tone", read("tone"));
        var file = Files.writeString(folder.resolve("sorry.wav"), "RIFF and so on");
        assertEquals(file.toString(), read(file.toString()));
    }

    @Test
    void aFileThatCannotBePlayedIsNamed() throws Exception {
        refused(folder.resolve("none.wav").toString(), "there is no such file");
        refused(Files.writeString(folder.resolve("text.wav"), "hello").toString(), "not a WAV file");
        refused(Files.write(folder.resolve("large.wav"), new byte[5 * 1024 * 1024]).toString(), "5242880 bytes");
    }
}
