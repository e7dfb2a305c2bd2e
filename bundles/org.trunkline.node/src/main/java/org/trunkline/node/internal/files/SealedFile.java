package org.trunkline.node.internal.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.engine.secret.SecretBox;

/**
 * A file as it is on the disk: a head that {@link SecretBox} seals, with a key of the file's own, then its content in segments of 64 KiB
 * (AES-256-GCM). The nonce of a segment is its number and whether it is the last, so that none can be exchanged, repeated or cut off.
 */
final class SealedFile {
    private static final byte[] MAGIC = {'T', 'L', 'F', '1'};
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int SEGMENT = 64 << 10;
    private static final int LONGEST_HEAD = 16 << 10;
    private static final int COUNTER_AT = 7;

    /** @param owner username of the subscriber who sent it */
    record About(String owner, String name, String type, Instant at, Instant until) {
        About of(String other) {
            return new About(other, name, type, at, until);
        }
    }

    /** @param bytes of the content, as it was before it was sealed */
    record Head(About about, long bytes, byte[] key, int length) {}

    private SealedFile() {}

    /** Writes a file that does not exist. It is on the disk when this returns. @return bytes of the content */
    static long write(Path file, String name, About about, SecretBox secrets, InputStream content) throws IOException {
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try (var channel = create(file)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), SEGMENT);
            out.write(head(about, key, name, secrets));
            long bytes = seal(content, out, key);
            out.flush();
            channel.force(true);
            return bytes;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file(file));
    }

    private static byte[] head(About about, byte[] key, String name, SecretBox secrets) throws IOException {
        var plain = new ByteArrayOutputStream();
        var out = new DataOutputStream(plain);
        out.write(key);
        out.writeUTF(about.owner());
        out.writeUTF(about.name());
        out.writeUTF(about.type());
        out.writeLong(about.at().toEpochMilli());
        out.writeLong(about.until().toEpochMilli());
        byte[] sealed = secrets.seal(Base64.getEncoder().encodeToString(plain.toByteArray()), owner(name)).getBytes(US_ASCII);
        return ByteBuffer.allocate(MAGIC.length + Integer.BYTES + sealed.length).put(MAGIC).putInt(sealed.length).put(sealed).array();
    }

    /** What is sealed for one file opens for no other. */
    private static String owner(String name) {
        return "file/" + name;
    }

    private static long seal(InputStream content, OutputStream out, byte[] key) throws IOException {
        long bytes = 0;
        byte[] now = content.readNBytes(SEGMENT);
        for (int number = 0;; number++) {
            byte[] next = now.length < SEGMENT ? new byte[0] : content.readNBytes(SEGMENT);
            boolean last = next.length == 0;
            out.write(segment(Cipher.ENCRYPT_MODE, key, number, last, now));
            bytes += now.length;
            if (last)
                return bytes;
            now = next;
        }
    }

    private static byte[] segment(int mode, byte[] key, int number, boolean last, byte[] bytes) throws IOException {
        var nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(COUNTER_AT, number).put(NONCE_BYTES - 1, (byte) (last ? 1 : 0)).array();
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IOException("the file was changed or cut short", e);
        }
    }

    /** @throws IOException if it is not such a file, or sealed by another key */
    static Head head(Path file, String name, SecretBox secrets) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return head(in, Files.size(file), name, secrets);
        }
    }

    private static Head head(DataInputStream in, long size, String name, SecretBox secrets) throws IOException {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC))
            throw new IOException("not a stored file");
        int length = in.readInt();
        if (length < 1 || length > LONGEST_HEAD)
            throw new IOException("damaged");
        byte[] sealed = in.readNBytes(length);
        try (var plain = new DataInputStream(new ByteArrayInputStream(
                Base64.getDecoder().decode(secrets.open(new String(sealed, US_ASCII), owner(name)))))) {
            byte[] key = plain.readNBytes(KEY_BYTES);
            var about = new About(plain.readUTF(), plain.readUTF(), plain.readUTF(), Instant.ofEpochMilli(plain.readLong()),
                    Instant.ofEpochMilli(plain.readLong()));
            int head = MAGIC.length + Integer.BYTES + length;
            long body = size - head;
            long segments = Math.max(1, (body + SEGMENT + TAG_BYTES - 1) / (SEGMENT + TAG_BYTES));
            return new Head(about, Math.max(0, body - segments * TAG_BYTES), key, head);
        } catch (GeneralSecurityException e) {
            throw new IOException("secret.key is not the one it was sealed with", e);
        }
    }

    /** Writes the content of a file. */
    static void read(Path file, String name, SecretBox secrets, OutputStream out) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file), SEGMENT)) {
            var data = new DataInputStream(in);
            byte[] key = head(data, Files.size(file), name, secrets).key();
            byte[] now = data.readNBytes(SEGMENT + TAG_BYTES);
            for (int number = 0;; number++) {
                if (now.length < TAG_BYTES)
                    throw new EOFException("the file was cut short");
                byte[] next = now.length < SEGMENT + TAG_BYTES ? new byte[0] : data.readNBytes(SEGMENT + TAG_BYTES);
                out.write(segment(Cipher.DECRYPT_MODE, key, number, next.length == 0, now));
                if (next.length == 0)
                    return;
                now = next;
            }
        }
    }

    /** Writes a copy with another owner to a file that does not exist. */
    static void copy(Path from, Path to, String name, About about, SecretBox secrets) throws IOException {
        var known = head(from, name, secrets);
        try (var in = Files.newInputStream(from); var channel = create(to)) {
            in.skipNBytes(known.length());
            var out = Channels.newOutputStream(channel);
            out.write(head(about, known.key(), name, secrets));
            in.transferTo(out);
            channel.force(true);
        }
    }
}
