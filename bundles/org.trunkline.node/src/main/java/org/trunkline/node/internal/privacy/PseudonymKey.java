package org.trunkline.node.internal.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.api.privacy.RetentionStatus.Key;
import org.trunkline.domain.secure.Hmac;
import org.trunkline.domain.secure.OwnerOnly;

/**
 * The key of pseudonyms, in a file that only the owner may read and may keep elsewhere. Which key records have
 * pseudonyms of stands in {@code pseudonym.id} of the data folder; a key that was replaced stays beside the new one under
 * its id, so that a number's earlier pseudonyms are found too. <b>Threads:</b> any.
 */
public final class PseudonymKey {
    /** There is no key to be used; the message says why and the way out. */
    static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    private static final String HEAD = "trunkline-pseudonym-key ";
    private static final int LENGTH = 32;
    private static final int ID_BYTES = 4;
    private static final String WAY_OUT = "restore it, or create a new one with trunkline:newkey: the same number then gets"
            + " another pseudonym";

    private final Path file;
    private final Path idFile;

    public PseudonymKey(Path file, Path data) {
        this.file = file;
        idFile = data.resolve("pseudonym.id");
    }

    synchronized Key status() {
        try {
            var known = known();
            var there = read(file);
            if (there.isEmpty())
                return known.isEmpty() ? new Key(Key.State.NONE, "", file.toString(), "") : new Key(Key.State.MISSING, known.get(),
                        file.toString(), "The pseudonym key " + known.get() + " is missing at " + file + ": " + WAY_OUT);
            String id = id(there.get());
            if (known.isPresent() && !known.get().equals(id))
                return new Key(Key.State.OTHER, id, file.toString(), file + " contains the key " + id
                        + ", but the records use " + known.get() + ": " + WAY_OUT);
            return new Key(Key.State.READY, id, file.toString(), "");
        } catch (IOException e) {
            return new Key(Key.State.MISSING, "", file.toString(), String.valueOf(e.getMessage()));
        }
    }

    /** Makes a key where none was needed before. */
    synchronized Pseudonym use() throws IOException {
        var status = status();
        switch (status.state()) {
            case NONE -> begin(write());
            case READY -> begin(status.id());
            case MISSING, OTHER -> throw new Unusable(status.problem());
        }
        return new Pseudonym(read(file).orElseThrow(() -> new Unusable(file + " went away")));
    }

    /** See {@link org.trunkline.api.privacy.Privacy#newKey}. */
    synchronized Key renew() throws IOException {
        var status = status();
        switch (status.state()) {
            case OTHER -> begin(status.id());
            case READY -> {
                Files.move(file, former(status.id()), StandardCopyOption.REPLACE_EXISTING);
                begin(write());
            }
            case NONE -> begin(write());
            case MISSING -> {
                if (Files.exists(file))
                    throw new Unusable(status.problem());
                begin(write());
            }
        }
        return status();
    }

    /**
     * All there are, to find what is kept under pseudonyms; none where there is no key. Readable by its owner alone: a key that
     * is not used would leave records that nobody finds.
     *
     * @throws IOException if one cannot be read, or is none
     */
    synchronized List<Pseudonym> all() throws IOException {
        var all = new ArrayList<Pseudonym>();
        var folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder))
            return all;
        var name = Pattern.compile(Pattern.quote(file.getFileName().toString()) + "([.][0-9a-f]{" + 2 * ID_BYTES + "})?");
        try (var files = Files.newDirectoryStream(folder, it -> name.matcher(it.getFileName().toString()).matches())) {
            for (var it : files)
                all.add(new Pseudonym(decode(it)));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }

    private Path former(String id) {
        return file.resolveSibling(file.getFileName() + "." + id);
    }

    private Optional<String> known() throws IOException {
        return Files.exists(idFile) ? Optional.of(Files.readString(idFile).strip()) : Optional.empty();
    }

    private void begin(String id) throws IOException {
        if (!known().equals(Optional.of(id)))
            create(idFile, id + "\n");
    }

    private static Optional<byte[]> read(Path file) throws IOException {
        if (!Files.exists(file))
            return Optional.empty();
        if (OwnerOnly.open(file))
            throw new Unusable(file + " can be read by other users: restrict it to its owner (chmod 600)");
        return Optional.of(decode(file));
    }

    private static byte[] decode(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        try {
            byte[] key = text.startsWith(HEAD) ? Base64.getDecoder().decode(text.substring(HEAD.length())) : new byte[0];
            if (key.length == LENGTH)
                return key;
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Unusable(file + " is not a pseudonym key: " + WAY_OUT);
    }

    private String write() throws IOException {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        create(file, HEAD + Base64.getEncoder().encodeToString(key) + "\n");
        return id(key);
    }

    private static void create(Path file, String text) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        OwnerOnly.create(unfinished, text.getBytes(StandardCharsets.US_ASCII));
        OwnerOnly.replace(unfinished, file);
    }

    private static String id(byte[] key) {
        return HexFormat.of().formatHex(Hmac.of(key, "pseudonym key id"), 0, ID_BYTES);
    }
}
