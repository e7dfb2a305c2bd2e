package org.trunkline.node.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

import org.trunkline.domain.secure.OwnerOnly;

/** 32 random bytes in a file that only the owner may read; the same after a restart. */
final class NodeSecret {
    private static final int LENGTH = 32;

    private NodeSecret() {}

    static byte[] readOrCreate(Path folder) throws IOException {
        Path file = folder.resolve("node.secret");
        if (Files.exists(file)) {
            byte[] secret = Files.readAllBytes(file);
            if (secret.length == LENGTH)
                return secret;
            Files.delete(file); // cut short by a full disk; nonces and contacts of the last run lapse
        }
        byte[] secret = new byte[LENGTH];
        new SecureRandom().nextBytes(secret);
        OwnerOnly.create(file, secret);
        return secret;
    }
}
