package org.trunkline.ui.phone.internal.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.message.PhoneMessage.Sender;
import org.trunkline.phone.message.PhoneMessage.State;

/**
 * The text messages of each account, one file for each, encrypted (AES-256-GCM) by a key that the desk's encrypted storage has.
 * Without that storage nothing is written. Not on the UI thread.
 */
final class MessageHistory {
    private static final Logger LOG = LoggerFactory.getLogger(MessageHistory.class);
    private static final int FORM = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY = 32;
    private static final int MOST = 10_000;
    /** Ends the name of a file that could not be read, and was not overwritten. */
    private static final String UNREADABLE = ".unreadable";

    private final Path folder;
    private final Supplier<AccountStore.Password> secret;
    private final SecureRandom random = new SecureRandom();
    private Optional<byte[]> key = Optional.empty();
    /** Accounts whose file is there, and could not be read. */
    private final Set<String> unread = new HashSet<>();

    /** @param folder made when something is written @param secret where the key is */
    MessageHistory(Path folder, Supplier<AccountStore.Password> secret) {
        this.folder = folder;
        this.secret = secret;
    }

    /** Empty where there is none, or where it cannot be read, which is logged. */
    List<PhoneMessage> load(String account) {
        var file = file(account);
        if (!Files.isRegularFile(file))
            return List.of();
        try {
            var bytes = Files.readAllBytes(file);
            var known = known();
            if (known.isEmpty() || bytes.length < NONCE)
                throw new GeneralSecurityException("its key is missing");
            return decoded(cipher(Cipher.DECRYPT_MODE, known.get(), bytes, account).doFinal(bytes, NONCE, bytes.length - NONCE), account);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.warn("the text messages of account {} in {} cannot be read: {}", account, file, e.getMessage());
            unread.add(account);
            return List.of();
        }
    }

    /** Replaces all of an account. @return false where they are not kept, which is logged */
    boolean save(String account, List<PhoneMessage> messages) {
        try {
            if (messages.isEmpty()) {
                delete(account);
                return true;
            }
            var sealing = keyToWrite();
            if (sealing.isEmpty())
                return false;
            var nonce = new byte[NONCE];
            random.nextBytes(nonce);
            var out = new ByteArrayOutputStream();
            out.write(nonce);
            out.write(cipher(Cipher.ENCRYPT_MODE, sealing.get(), nonce, account).doFinal(encoded(messages)));
            Files.createDirectories(folder);
            var draft = folder.resolve(file(account).getFileName() + ".new");
            Files.write(draft, out.toByteArray());
            if (unread.contains(account)) // perhaps by another key
                Files.move(file(account), folder.resolve(file(account).getFileName() + UNREADABLE), StandardCopyOption.REPLACE_EXISTING);
            unread.remove(account);
            Files.move(draft, file(account), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("the text messages of account {} are not kept: {}", account, e.getMessage());
            return false;
        }
    }

    void delete(String account) {
        try {
            Files.deleteIfExists(file(account));
            Files.deleteIfExists(folder.resolve(file(account).getFileName() + UNREADABLE));
        } catch (IOException e) {
            LOG.warn("the text messages of account {} are not deleted: {}", account, e.getMessage());
        }
    }

    /** Deletes those of all other accounts. */
    void keepOnly(List<String> accounts) {
        var names = accounts.stream().map(account -> file(account).getFileName().toString()).toList();
        if (!Files.isDirectory(folder))
            return;
        try (var files = Files.list(folder)) {
            for (var each : files.filter(file -> !names.contains(file.getFileName().toString().replace(UNREADABLE, ""))).toList())
                Files.delete(each);
        } catch (IOException e) {
            LOG.warn("text messages of removed accounts are not deleted: {}", e.getMessage());
        }
    }

    private Path file(String account) {
        try {
            return folder.resolve(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(account.getBytes(UTF_8)), 0, 16));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    private Optional<byte[]> known() {
        if (key.isEmpty())
            key = secret.get().read().map(Base64.getDecoder()::decode).filter(it -> it.length == KEY);
        return key;
    }

    private Optional<byte[]> keyToWrite() {
        if (known().isEmpty()) {
            var made = new byte[KEY];
            random.nextBytes(made);
            if (secret.get().write(Base64.getEncoder().encodeToString(made)))
                key = Optional.of(made);
        }
        return key;
    }

    /** @param nonce its first bytes @param account what is sealed for one account opens for no other */
    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String account) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE));
        cipher.updateAAD(account.getBytes(UTF_8));
        return cipher;
    }

    private static byte[] encoded(List<PhoneMessage> messages) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeInt(messages.size());
            for (var each : messages) {
                text(out, each.id());
                text(out, each.conversation().peer());
                out.writeLong(each.at().toEpochMilli());
                out.writeBoolean(each.outgoing());
                text(out, each.text());
                text(out, each.state().name());
                text(out, each.sender().name());
                text(out, each.sender().group());
                text(out, each.sender().receipt());
                out.writeBoolean(each.trouble().isPresent());
                if (each.trouble().isPresent())
                    text(out, each.trouble().get());
            }
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, LocalizableText said) throws IOException {
        text(out, said.code());
        out.writeByte(said.args().size());
        for (var arg : said.args())
            text(out, arg);
        text(out, said.message());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static List<PhoneMessage> decoded(byte[] bytes, String account) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORM)
                throw new IOException("they are of a newer desk");
            int count = Math.clamp(in.readInt(), 0, MOST);
            var messages = new ArrayList<PhoneMessage>(count);
            for (int i = 0; i < count; i++)
                messages.add(message(in, account));
            return messages;
        }
    }

    private static PhoneMessage message(DataInputStream in, String account) throws IOException {
        var id = text(in);
        var key = new ConversationKey(account, text(in));
        var at = Instant.ofEpochMilli(in.readLong());
        boolean outgoing = in.readBoolean();
        var text = text(in);
        var state = State.valueOf(text(in));
        var sender = new Sender(text(in), text(in), text(in));
        return new PhoneMessage(id, key, at, outgoing, text, state, in.readBoolean() ? Optional.of(said(in)) : Optional.empty(), sender);
    }

    private static LocalizableText said(DataInputStream in) throws IOException {
        var code = text(in);
        int count = in.readUnsignedByte();
        var args = new ArrayList<String>(count);
        for (int i = 0; i < count; i++)
            args.add(text(in));
        return new LocalizableText(code, args, text(in));
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available())
            throw new IOException("the file is damaged");
        return new String(in.readNBytes(length), UTF_8);
    }
}
