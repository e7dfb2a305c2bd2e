package org.trunkline.engine.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.trunkline.domain.secure.OwnerOnly;

/**
 * Seals what must be read again, such as a trunk's password or a plug-in's secret setting: AES-256-GCM with a key in a file of its own, which only
 * the owner may read and which a copy of the database does not hold.
 */
public final class SecretBox {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    /** Reads the key, or makes one where there is none. */
    public SecretBox(Path file) throws IOException {
        if (!Files.exists(file))
            make(file);
        byte[] bytes = Base64.getMimeDecoder().decode(Files.readAllBytes(file));
        if (bytes.length != KEY_BYTES)
            throw new IOException(file + " is not a key: it has " + bytes.length + " bytes, not " + KEY_BYTES);
        key = new SecretKeySpec(bytes, "AES");
        Arrays.fill(bytes, (byte) 0);
    }

    private void make(Path file) throws IOException {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        try {
            OwnerOnly.create(file, Base64.getEncoder().encode(bytes));
        } catch (FileAlreadyExistsException _) {
            // another store of the same folder was faster: its key is read
        }
    }

    /** @param owner whose secret it is: what is sealed opens for no other */
    public String seal(String secret, String owner) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner)
                    .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(ByteBuffer.allocate(1 + nonce.length + sealed.length)
                    .put(VERSION).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is in every JDK", e);
        }
    }

    /** @throws GeneralSecurityException if it was sealed by another key, for another owner, or changed since */
    public String open(String sealed, String owner) throws GeneralSecurityException {
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed);
            if (bytes.length < 1 + NONCE_BYTES || bytes[0] != VERSION)
                throw new GeneralSecurityException("not sealed by this version");
            byte[] nonce = Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES);
            int from = 1 + NONCE_BYTES;
            return new String(cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(bytes, from, bytes.length - from),
                    StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not sealed text", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
