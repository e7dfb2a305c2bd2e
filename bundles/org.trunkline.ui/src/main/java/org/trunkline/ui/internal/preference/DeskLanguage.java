package org.trunkline.ui.internal.preference;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The language of the desk from its next start on: one word in a file that the start script reads, because the platform
 * translates its parts before any of our code runs. <b>Threads:</b> any; reads and writes a file of two bytes.
 */
record DeskLanguage(Path file) {
    /** Set by the start scripts. */
    static final String FILE = "desk.language.file";

    /** ISO 639 codes, in the order of {@link #NAMES}. */
    static final List<String> CODES = List.of("en", "sv", "zh", "id");
    /** Each in its own language. */
    static final List<String> NAMES = List.of("English", "Svenska", "中文", "Bahasa Indonesia");

    /** Empty where no start script of ours started the desk. */
    static Optional<DeskLanguage> ofStart() {
        return Optional.ofNullable(System.getProperty(FILE)).map(name -> new DeskLanguage(Path.of(name)));
    }

    /** One of {@link #CODES}; empty where the computer's language is used. */
    Optional<String> chosen() {
        try {
            return Optional.of(Files.readString(file, US_ASCII).strip()).filter(CODES::contains);
        } catch (IOException e) {
            return Optional.empty(); // none was chosen, or nobody can read it: the computer's, as the script does
        }
    }

    /** @param code of {@link #CODES}; empty for the computer's language */
    void choose(Optional<String> code) throws IOException {
        if (code.isPresent())
            Files.writeString(file, code.get() + "\n", US_ASCII);
        else
            Files.deleteIfExists(file);
    }

    /** Whether a font of this computer has the letters of that language's name. Takes a while at its first call. */
    static boolean canBeShown(String name) {
        return new Font(Font.DIALOG, Font.PLAIN, 12).canDisplayUpTo(name) < 0;
    }
}
