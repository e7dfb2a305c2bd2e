package org.trunkline.node.internal.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.trunkline.api.message.FileAccess;
import org.trunkline.api.message.FileExchange;
import org.trunkline.api.message.FileRefusedException;
import org.trunkline.api.message.FileRefusedException.Reason;
import org.trunkline.api.message.FileRules;
import org.trunkline.api.message.FileSignIn;
import org.trunkline.api.message.OfferedFile;
import org.trunkline.api.message.StoredFile;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.format.FileNames;
import org.trunkline.domain.format.FileTypes;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.routing.Directory.AuthRequest;
import org.trunkline.engine.port.routing.Directory.AuthResult;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.node.internal.files.FileFolder.Kept;
import org.trunkline.node.internal.files.SealedFile.About;
import org.trunkline.node.internal.settings.FileSettings;

/**
 * The files of messages within their limits. The folder knows a file by the hash of its id, so that not even its listing opens one.
 * <b>Threads:</b> any.
 */
public final class SubscriberFiles implements FileExchange {
    private static final int ID_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int UPLOADS = 8;
    private static final int UPLOADS_OF_ONE = 2;
    private static final int FILES_OF_ONE = 2_000;
    private static final int FILES = 50_000;
    /** Free space that uploads leave to the rest of the node. */
    private static final long RESERVE = 512L << 20;
    private static final byte[] NO_BODY = {};

    private final FileFolder folder;
    private final Directory directory;
    private final Supplier<FileSettings> settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /** Bytes that uploads in progress may take, by subscriber. */
    private final Map<String, Long> reserved = new HashMap<>();
    private final Map<String, Integer> uploads = new HashMap<>();

    SubscriberFiles(FileFolder folder, Directory directory, Supplier<FileSettings> settings, InstantSource clock) {
        this.folder = folder;
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * In the folder {@code files} of a data folder.
     *
     * @param settings as they are now
     * @throws IOException if the folder or the key cannot be read
     */
    public static SubscriberFiles in(Path data, Directory directory, Supplier<FileSettings> settings, InstantSource clock) throws IOException {
        return new SubscriberFiles(new FileFolder(data.resolve("files"), new SecretBox(data.resolve("secret.key"))), directory, settings, clock);
    }

    @Override
    public Optional<FileRules> rules() {
        var now = settings.get();
        return now.on() ? Optional.of(new FileRules(now.maxBytes(), now.types(), now.address())) : Optional.empty();
    }

    @Override
    public FileAccess signIn(FileSignIn request) {
        return switch (directory.authenticate(new AuthRequest(request.method(), request.path(), request.authorization(), NO_BODY,
                request.from(), request.agent()))) {
            case AuthResult.Granted(String subscriber) -> new FileAccess.Granted(subscriber);
            case AuthResult.Challenged(var challenges) -> new FileAccess.Challenged(challenges);
            case AuthResult.Denied _, AuthResult.Mismatched _ -> new FileAccess.Denied();
        };
    }

    @Override
    public StoredFile store(String subscriber, OfferedFile offered, InputStream content) throws FileRefusedException, IOException {
        var rules = settings.get();
        String name = FileNames.tidy(offered.name());
        String type = FileTypes.known(offered.type(), name);
        if (!rules.on())
            throw new FileRefusedException(Reason.OFF, "This node takes no files: set trunkline.files=yes");
        if (!FileTypes.allowed(type, rules.types()))
            throw new FileRefusedException(Reason.TYPE, "Files of type " + type + " are not allowed. Allowed: " + String.join(", ", rules.types()));
        long most = offered.mostBytes() < 0 ? rules.maxBytes() : Math.min(rules.maxBytes(), offered.mostBytes());
        reserve(subscriber, most, rules);
        try {
            var bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            var kept = folder.add(hash(id), new About(subscriber, name, type, now, now.plus(rules.keep())),
                    new Bounded(content, rules.maxBytes()));
            return shown(id, kept);
        } catch (TooLarge e) {
            throw new FileRefusedException(Reason.TOO_LARGE, "The file is larger than " + FileMessage.size(rules.maxBytes())
                    + ", which is the limit of this node");
        } finally {
            release(subscriber, most);
        }
    }

    private synchronized void reserve(String subscriber, long most, FileSettings rules) throws FileRefusedException, IOException {
        int mine = uploads.getOrDefault(subscriber, 0);
        if (mine >= UPLOADS_OF_ONE || uploads.values().stream().mapToInt(n -> n).sum() >= UPLOADS)
            throw new FileRefusedException(Reason.BUSY, "Too many files are being sent at once: try again in a moment");
        var now = clock.instant();
        long own = reserved.getOrDefault(subscriber, 0L) + most;
        long all = reserved.values().stream().mapToLong(n -> n).sum() + most;
        int ownCount = 0;
        int count = 0;
        for (var each : folder.all()) {
            if (!each.about().until().isAfter(now))
                continue;
            all += each.bytes();
            count++;
            if (each.about().owner().equals(subscriber)) {
                own += each.bytes();
                ownCount++;
            }
        }
        if (own > rules.room().subscriber() || ownCount >= FILES_OF_ONE)
            throw new FileRefusedException(Reason.SUBSCRIBER_FULL, "Your files take all the room that one subscriber has ("
                    + FileMessage.size(rules.room().subscriber()) + "). Files are deleted after " + rules.keep().toDays() + " days");
        if (all > rules.room().node() || count >= FILES || folder.usable() - most < RESERVE)
            throw new FileRefusedException(Reason.NODE_FULL, "The node has no more room for files. Ask its administrator");
        uploads.put(subscriber, mine + 1);
        reserved.merge(subscriber, most, Long::sum);
    }

    private synchronized void release(String subscriber, long most) {
        uploads.computeIfPresent(subscriber, (_, n) -> n > 1 ? n - 1 : null);
        reserved.computeIfPresent(subscriber, (_, n) -> n > most ? n - most : null);
    }

    @Override
    public Optional<StoredFile> find(String id) {
        if (!settings.get().on() || !ID.matcher(id).matches())
            return Optional.empty();
        var now = clock.instant();
        return folder.find(hash(id)).filter(kept -> kept.about().until().isAfter(now)).map(kept -> shown(id, kept));
    }

    private static StoredFile shown(String id, Kept kept) {
        return new StoredFile(id, kept.about().name(), kept.about().type(), kept.bytes(), kept.about().until());
    }

    @Override
    public void write(StoredFile file, OutputStream out) throws IOException {
        folder.read(hash(file.id()), out);
    }

    private static String hash(String id) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    /** Deletes files sent before then, and expired ones. @return how many */
    public long expire(Instant before) {
        var now = clock.instant();
        var oldest = now.minus(settings.get().keep());
        return folder.remove(about -> about.at().isBefore(before) || !about.until().isAfter(now), before.isAfter(oldest) ? before : oldest);
    }

    /** Deletes files that a person sent. @param names usernames and numbers @return how many */
    public long erase(Set<String> names) {
        return folder.remove(about -> names.contains(about.owner()), Instant.MIN);
    }

    /** A subscriber has another name. */
    public void renamed(String from, String to) {
        folder.renamed(from, to);
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Fails where the content is longer than allowed. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            left = most;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            if (read > left)
                throw new TooLarge();
            left -= Math.max(0, read);
            return read;
        }
    }
}
