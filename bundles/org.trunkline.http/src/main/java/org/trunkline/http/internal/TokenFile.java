package org.trunkline.http.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

import org.trunkline.domain.secure.OwnerOnly;

/** The bearer token of the admin API: a file that only its owner may read, made once and kept. */
final class TokenFile {
    private static final String NAME = "admin.token";
    private static final int BYTES = 32;
    private static final int MAX_SIZE = 1024;
    /** A token set by hand must not be guessable either. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{32,512}");

    private TokenFile() {}

    static Path in(Path dataDir) {
        return dataDir.resolve(NAME);
    }

    /**
     * The token in this folder, made where there is none.
     *
     * @throws IOException with a message for an administrator, where it cannot be read or made, or is no token
     */
    static String readOrCreate(Path dataDir) throws IOException {
        Path file = in(dataDir);
        Files.createDirectories(dataDir);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS))
            create(file);
        OwnerOnly.restrict(file);
        if (Files.size(file) > MAX_SIZE)
            throw new IOException(file + " is not a token: it is too long. Delete it; the node creates a new one");
        var token = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (!TOKEN.matcher(token).matches())
            throw new IOException(file + " contains no token of at least 32 characters. Delete it; the node creates a new one");
        return token;
    }

    /** Written beside and linked into place: a crash leaves no half token, and no other process loses its own. */
    private static void create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n";
        Path fresh = Files.createTempFile(file.getParent(), NAME, ".new");
        try {
            OwnerOnly.restrict(fresh);
            Files.writeString(fresh, text, StandardCharsets.US_ASCII);
            place(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void place(Path fresh, Path file) throws IOException {
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // another process was first: its token counts
        } catch (UnsupportedOperationException | IOException e) { // a file system without hard links
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
