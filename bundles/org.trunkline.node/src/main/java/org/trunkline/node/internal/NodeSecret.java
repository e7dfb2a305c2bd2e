package org.trunkline.node.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

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
        boolean posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
        FileAttribute<?>[] rights = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights)) {
            channel.write(ByteBuffer.wrap(secret));
            channel.force(true);
        }
        return secret;
    }
}
