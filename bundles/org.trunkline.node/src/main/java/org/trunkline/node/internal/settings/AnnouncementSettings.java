package org.trunkline.node.internal.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What callers hear.
 *
 * @param unassigned where a number belongs to nobody: {@code no}, {@code tone}, or the path of a WAV file
 */
public record AnnouncementSettings(String unassigned) {
    private static final String UNASSIGNED = "trunkline.announce.unassigned";
    private static final long LARGEST = 4L * 1024 * 1024;

    static AnnouncementSettings read(SettingReader reader) throws NodeSettings.BadSetting {
        String text = reader.text(UNASSIGNED);
        return new AnnouncementSettings(text.equals("no") || text.equals("tone") ? text : file(text));
    }

    private static String file(String text) throws NodeSettings.BadSetting {
        try {
            var file = Path.of(text).toAbsolutePath().normalize();
            if (!Files.isRegularFile(file))
                throw bad("no-such-file", text, "there is no such file");
            if (Files.size(file) > LARGEST)
                throw bad("file-too-large", text, "the file has " + Files.size(file) + " bytes, at most " + LARGEST + " are played");
            try (var in = Files.newInputStream(file)) {
                if (!new String(in.readNBytes(4), ISO_8859_1).equals("RIFF"))
                    throw bad("not-wav", text, "that is not a WAV file");
            }
            return file.toString();
        } catch (InvalidPathException | IOException e) {
            throw bad("file-unreadable", text, "that file cannot be read (" + e.getMessage() + ")");
        }
    }

    private static NodeSettings.BadSetting bad(String code, String text, String why) {
        return new NodeSettings.BadSetting(UNASSIGNED, code, text, why
                + "; must be no, tone or the path of a WAV file (mono, 8 or 16 kHz, 16-bit PCM or G.711)");
    }

    /** Of PID org.trunkline.apps.announcement. */
    public Map<String, Object> properties() {
        return Map.of("unassigned", unassigned);
    }
}
