package org.trunkline.node.internal.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.wire.json.MalformedJsonException;
import org.trunkline.wire.json.WireException;
import org.trunkline.wire.settings.SettingsJson;

/**
 * Settings saved on the desk or over the API, in the data folder. Only its owner can read it; a change replaces it at once
 * or not at all.
 */
public record SettingsFile(Path file) {
    public static final String NAME = "settings.json";
    private static final int LARGEST = 1 << 20;

    /** The file cannot be used; the message names it, what is wrong, and the way out. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
        private final String file;
        private final String why;

        Unusable(Path file, String why, Exception cause) {
            super("The settings file " + file + " cannot be read: " + why
                    + ". Correct it, or rename it to start with the defaults", cause);
            this.file = file.toString();
            this.why = why;
        }

        public String file() {
            return file;
        }

        public String why() {
            return why;
        }
    }

    public static SettingsFile in(Path data) {
        return new SettingsFile(data.resolve(NAME));
    }

    /** The saved values by name; none without a file. */
    public Map<String, String> read() throws Unusable {
        try {
            if (!Files.exists(file))
                return Map.of();
            if (Files.size(file) > LARGEST)
                throw new IOException("it has more than " + LARGEST + " bytes");
            OwnerOnly.restrict(file); // one that an administrator made may hold passwords too
            return Map.copyOf(SettingsJson.readFile(Files.readAllBytes(file)));
        } catch (MalformedJsonException e) {
            throw new Unusable(file, "line " + e.line() + ": " + e.getMessage(), e);
        } catch (WireException | IOException e) {
            throw new Unusable(file, String.valueOf(e.getMessage()), e);
        }
    }

    void write(Map<String, String> values) throws IOException {
        var unfinished = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(unfinished); // of a node that ended while it wrote
        OwnerOnly.create(unfinished, SettingsJson.writeFile(values));
        OwnerOnly.replace(unfinished, file);
    }
}
