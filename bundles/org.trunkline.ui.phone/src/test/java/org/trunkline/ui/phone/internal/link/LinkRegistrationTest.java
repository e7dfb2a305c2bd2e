package org.trunkline.ui.phone.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkRegistrationTest {
    @TempDir
    private Path folder;
    private final List<List<String>> ran = new ArrayList<>();
    private String imported = "";

    private void run(List<String> command) throws IOException {
        ran.add(command);
        if (command.getFirst().equals("reg"))
            imported = Files.readString(Path.of(command.getLast()), StandardCharsets.UTF_16);
    }

    private LinkRegistration on(String os, String launcher) {
        return new LinkRegistration(os, Path.of(launcher), folder.resolve("share/applications"), this::run);
    }

    @Test
    void linuxHasADesktopEntryThatIsTheDefault() throws IOException {
        on("linux", "/home/anna/my $apps/100%/trunkline").register();
        assertEquals("""
                [Desktop Entry]
                Type=Application
                Name=Trunkline
                NoDisplay=true
                Terminal=false
                Exec="/home/anna/my \\\\$apps/100%%/trunkline" %u
                MimeType=x-scheme-handler/tel;x-scheme-handler/sip;x-scheme-handler/sips;x-scheme-handler/callto;
                """, Files.readString(folder.resolve("share/applications/trunkline-links.desktop")));
        assertEquals(List.of(List.of("xdg-mime", "default", "trunkline-links.desktop", "x-scheme-handler/tel", "x-scheme-handler/sip",
                "x-scheme-handler/sips", "x-scheme-handler/callto")), ran);
    }

    @Test
    void windowsHasKeysOfTheUser() throws IOException {
        on("win32", "C:\\Program Files\\Trunkline\\trunkline.exe").register();
        assertEquals(List.of("reg", "import"), ran.getFirst().subList(0, 2));
        assertTrue(imported.startsWith("Windows Registry Editor Version 5.00\r\n"), imported);
        assertTrue(imported.contains("""
                [HKEY_CURRENT_USER\\Software\\Classes\\tel]\r
                @="URL:tel"\r
                "URL Protocol"=""\r
                \r
                [HKEY_CURRENT_USER\\Software\\Classes\\tel\\shell\\open\\command]\r
                @="\\"C:\\\\Program Files\\\\Trunkline\\\\trunkline.exe\\" \\"%1\\""\r
                """), imported);
        assertFalse(Files.exists(Path.of(ran.getFirst().getLast())));
    }

    @Test
    void aProgramThatFailsIsTold() {
        var registration = new LinkRegistration("linux", Path.of("/opt/trunkline"), folder, command -> {
            throw new IOException("no xdg-mime");
        });
        assertEquals("no xdg-mime", assertThrows(IOException.class, registration::register).getMessage());
    }

    @Test
    void theFolderIsThatOfTheUser() {
        assertEquals(Path.of("/data/applications"), LinkRegistration.applications(Map.of("XDG_DATA_HOME", "/data")));
        assertEquals(Path.of(System.getProperty("user.home"), ".local/share/applications"), LinkRegistration.applications(Map.of()));
    }
}
