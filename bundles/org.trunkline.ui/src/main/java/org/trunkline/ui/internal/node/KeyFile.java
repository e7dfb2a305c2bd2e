package org.trunkline.ui.internal.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

import org.trunkline.domain.secure.OwnerOnly;

/** A random key that only its owner may read, made when first asked for. */
final class KeyFile {
    private static final int KEY_BYTES = 32;

    private KeyFile() {}

    static char[] readOrCreate(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            OwnerOnly.create(file, Base64.getEncoder().encode(key));
        } catch (FileAlreadyExistsException there) {
            return Files.readString(file, StandardCharsets.US_ASCII).strip().toCharArray();
        }
        return Base64.getEncoder().encodeToString(key).toCharArray();
    }
}
