package org.trunkline.ui.phone.internal.link;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.Platform;

/**
 * Makes this desk the program of this user that opens {@code tel:}, {@code sip:}, {@code sips:} and {@code callto:}: by a desktop entry on Linux, in the
 * registry on Windows. It waits for programs of the system: not on the UI thread.
 */
public final class LinkRegistration {
    private static final List<String> SCHEMES = List.of("tel", "sip", "sips", "callto");
    private static final String ENTRY = "trunkline-links.desktop";
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** Runs a program of the system. */
    interface Programs {
        /** @throws IOException where it cannot be run, or fails */
        void run(List<String> command) throws IOException;
    }

    private final String os;
    private final Path launcher;
    private final Path applications;
    private final Programs programs;

    /** @param os as {@link Platform#getOS} @param applications folder of desktop entries */
    LinkRegistration(String os, Path launcher, Path applications, Programs programs) {
        this.os = os;
        this.launcher = launcher;
        this.applications = applications;
        this.programs = programs;
    }

    /** Of this desk; empty where its system needs none, or it was not started by its launcher. */
    public static Optional<LinkRegistration> ofDesk() {
        return Optional.ofNullable(System.getProperty("eclipse.launcher")).map(Path::of).filter(Files::isRegularFile)
                .filter(_ -> Platform.OS_LINUX.equals(Platform.getOS()) || Platform.OS_WIN32.equals(Platform.getOS()))
                .map(launcher -> new LinkRegistration(Platform.getOS(), launcher, applications(System.getenv()), LinkRegistration::run));
    }

    /** XDG Base Directory Specification. */
    static Path applications(Map<String, String> environment) {
        var data = environment.getOrDefault("XDG_DATA_HOME", "");
        return (data.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(data)).resolve("applications");
    }

    private static void run(List<String> command) throws IOException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (process.waitFor() != 0)
                throw new IOException(command.getFirst() + ": " + said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** @throws IOException with the reason */
    public void register() throws IOException {
        if (os.equals(Platform.OS_WIN32)) {
            var file = Files.createTempFile("trunkline-links", ".reg");
            try {
                Files.write(file, (BYTE_ORDER_MARK + registryKeys()).getBytes(UTF_16LE));
                programs.run(List.of("reg", "import", file.toString()));
            } finally {
                Files.deleteIfExists(file);
            }
            return;
        }
        Files.createDirectories(applications);
        Files.writeString(applications.resolve(ENTRY), desktopEntry(), UTF_8);
        var command = new ArrayList<String>(List.of("xdg-mime", "default", ENTRY));
        SCHEMES.forEach(scheme -> command.add("x-scheme-handler/" + scheme));
        programs.run(command);
    }

    /** Desktop Entry Specification 1.5: the value is quoted for the command line first, then as a string. */
    private String desktopEntry() {
        var quoted = launcher.toString().replaceAll("([\"`$\\\\])", "\\\\$1").replace("\\", "\\\\").replace("%", "%%");
        return """
                [Desktop Entry]
                Type=Application
                Name=Trunkline
                NoDisplay=true
                Terminal=false
                Exec="%s" %%u
                MimeType=%s
                """.formatted(quoted, SCHEMES.stream().map(scheme -> "x-scheme-handler/" + scheme + ';').collect(Collectors.joining()));
    }

    private String registryKeys() {
        var text = new StringBuilder("Windows Registry Editor Version 5.00\r\n");
        var path = launcher.toString().replace("\\", "\\\\");
        for (var scheme : SCHEMES) {
            var key = "[HKEY_CURRENT_USER\\Software\\Classes\\" + scheme;
            text.append("\r\n").append(key).append("]\r\n@=\"URL:").append(scheme).append("\"\r\n\"URL Protocol\"=\"\"\r\n\r\n")
                    .append(key).append("\\shell\\open\\command]\r\n@=\"\\\"").append(path).append("\\\" \\\"%1\\\"\"\r\n");
        }
        return text.toString();
    }
}
