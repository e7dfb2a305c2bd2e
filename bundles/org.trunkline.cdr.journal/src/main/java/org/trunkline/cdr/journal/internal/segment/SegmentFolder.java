package org.trunkline.cdr.journal.internal.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.cdr.journal.internal.codec.ByteSink;
import org.trunkline.cdr.journal.internal.codec.ByteSource;
import org.trunkline.cdr.journal.internal.codec.StringDictionary;
import org.trunkline.domain.secure.OwnerOnly;

/**
 * A folder of segments: files that follow each other in one space of positions, each named by the position of its
 * first byte. Reading is safe from any thread.
 */
public final class SegmentFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFolder.class);

    private static final String UNFINISHED = ".new";
    /** More than the words of a segment ever take, twice. */
    private static final int WORDS_WITHIN = 600 << 10;

    private final Path folder;
    private final String suffix;
    private final String magic;
    private final AppendFile.Opener opener;
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final DroppedSegments dropped;

    /** One file. Its channel is opened when first read. */
    private static final class Segment {
        private final Path path;
        private final Optional<SegmentHeader> header;
        private FileChannel channel;
        private Optional<StringDictionary> words = Optional.empty();

        Segment(Path path, Optional<SegmentHeader> header) {
            this.path = path;
            this.header = header;
        }

        /** Opens it again where an interrupted reader closed it. */
        synchronized FileChannel channel() throws IOException {
            if (channel == null || !channel.isOpen())
                channel = FileChannel.open(path, StandardOpenOption.READ);
            return channel;
        }

        synchronized void close() throws IOException {
            if (channel != null)
                channel.close();
        }
    }

    /**
     * @param magic first eight bytes of each file
     * @throws JournalException if a segment is of a newer version; nothing is touched then
     */
    public SegmentFolder(Path folder, String suffix, String magic, AppendFile.Opener opener) throws IOException {
        this.folder = OwnerOnly.folder(folder);
        this.suffix = suffix;
        this.magic = magic;
        this.opener = opener;
        dropped = new DroppedSegments(folder);
        try (var files = Files.newDirectoryStream(folder, "*" + suffix)) {
            for (var path : files)
                add(path);
        }
    }

    private void add(Path path) throws IOException {
        long base;
        try {
            base = Long.parseLong(path.getFileName().toString().replace(suffix, ""), 16);
        } catch (NumberFormatException e) {
            LOG.warn("{} is not a segment of this journal and is ignored", path);
            return;
        }
        byte[] head;
        try (var in = Files.newInputStream(path)) {
            head = in.readNBytes(SegmentHeader.SIZE);
        }
        var header = SegmentHeader.read(head, magic);
        if (header.isPresent() && header.get().version() > SegmentHeader.VERSION)
            throw new JournalException("journal-newer", "%s is of format %d, written by a newer Trunkline; this one reads up to %d. "
                    .formatted(path, header.get().version(), SegmentHeader.VERSION)
                    + "Start the newer version, or move the folder away. Nothing was changed.", null);
        if (header.isEmpty())
            LOG.warn("The header of {} is damaged; its records are read without it", path);
        segments.put(base, new Segment(path, header));
    }

    public boolean isEmpty() {
        return segments.isEmpty();
    }

    public Optional<UUID> journal() {
        return segments.values().stream().flatMap(s -> s.header.stream()).map(SegmentHeader::journal).findFirst();
    }

    /** The newest header that is whole. */
    public Optional<SegmentHeader> lastHeader() {
        return segments.descendingMap().values().stream().flatMap(s -> s.header.stream()).findFirst();
    }

    public Optional<SegmentHeader> headerAt(long base) {
        return Optional.ofNullable(segments.get(base)).flatMap(s -> s.header);
    }

    public long firstBase() {
        return segments.firstKey();
    }

    public long lastBase() {
        return segments.lastKey();
    }

    /** Base of the segment that holds the position; the first one's where the position is older than all. */
    long baseOf(long position) {
        var base = segments.floorKey(position);
        return base == null ? firstBase() : base;
    }

    /** Whether the segment that has the position is there. */
    boolean holds(long position) {
        var base = segments.floorKey(position);
        try {
            return base != null && position < base + sizeOf(base);
        } catch (IOException e) {
            return false; // it goes this moment
        }
    }

    /** Base of the next segment. */
    Optional<Long> baseAfter(long base) {
        return Optional.ofNullable(segments.higherKey(base));
    }

    public Path pathOf(long base) {
        return segments.get(base).path;
    }

    public long sizeOf(long base) throws IOException {
        return Files.size(segments.get(base).path);
    }

    /**
     * Makes a segment that begins with these entries. It appears under its name only when all of it is written; it is
     * not forced, and {@link #isWhole} tells one that a power cut left half-made.
     */
    AppendFile create(SegmentHeader header, ByteSink entries) throws IOException {
        var path = folder.resolve("%016x%s".formatted(header.base(), suffix));
        var unfinished = folder.resolve(path.getFileName() + UNFINISHED);
        try (var file = opener.open(unfinished)) {
            file.truncate(0);
            file.write(header.write(magic), 0);
            file.write(ByteBuffer.wrap(entries.array(), 0, entries.size()), SegmentHeader.SIZE);
        }
        Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
        var file = opener.open(path);
        segments.put(header.base(), new Segment(path, Optional.of(header)));
        return file;
    }

    /** Whether all that the segment began with is there. */
    boolean isWhole(long base) throws IOException {
        var header = headerAt(base);
        return header.isPresent() && header.get()
                .isFollowedBy(read(base + SegmentHeader.SIZE, header.get().beginning()));
    }

    /** What the records of the segment that holds the position name by number. */
    public StringDictionary wordsAt(long position) throws IOException {
        var entry = segments.floorEntry(position);
        if (entry == null)
            return StringDictionary.NONE;
        var segment = entry.getValue();
        synchronized (segment) {
            if (segment.words.isEmpty())
                segment.words = Optional.of(readWords(entry.getKey()));
            return segment.words.get();
        }
    }

    private StringDictionary readWords(long base) throws IOException {
        byte[] bytes = read(base + SegmentHeader.SIZE, WORDS_WITHIN);
        for (int at = 0; at < bytes.length - Frame.HEAD; at++) {
            var frame = Frame.at(bytes, at);
            if (frame.isEmpty())
                continue; // damaged: the words come twice
            return frame.get().type() != Frame.Type.WORDS ? StringDictionary.NONE
                    : StringDictionary.read(new ByteSource(bytes, frame.get().start(), frame.get().start() + frame.get().length()));
        }
        return StringDictionary.NONE;
    }

    /** Base of the newest segment that is whole as it was made; of the last one where none is. */
    public long lastWhole() throws IOException {
        for (long base : segments.descendingKeySet())
            if (isWhole(base))
                return base;
        return lastBase();
    }

    /** Bases of all segments but the one that grows. */
    public List<Long> closed() {
        return List.copyOf(segments.headMap(segments.lastKey()).keySet());
    }

    /** When something was written there last. */
    public Instant lastWritten(long base) throws IOException {
        return Files.getLastModifiedTime(segments.get(base).path).toInstant();
    }

    /** What is written to a file. */
    interface Change {
        void make() throws IOException;
    }

    /** Changes a segment that grows no more: by {@link #lastWritten} it is as old as before. The one that grows stays young. */
    void keepTime(long base, Change change) throws IOException {
        var path = segments.get(base).path;
        var time = Files.getLastModifiedTime(path);
        change.make();
        if (base != lastBase())
            Files.setLastModifiedTime(path, time);
    }

    /** Puts other contents into the place of a segment, at once; they are as long as the old ones. */
    void replace(SegmentHeader header, ByteSink entries) throws IOException {
        var old = segments.get(header.base());
        var time = Files.getLastModifiedTime(old.path);
        var unfinished = folder.resolve(old.path.getFileName() + UNFINISHED);
        try (var file = opener.open(unfinished)) {
            file.truncate(0);
            file.write(header.write(magic), 0);
            file.write(ByteBuffer.wrap(entries.array(), 0, entries.size()), SegmentHeader.SIZE);
            file.force();
        }
        Files.setLastModifiedTime(unfinished, time);
        Files.move(unfinished, old.path, StandardCopyOption.REPLACE_EXISTING);
        force();
        segments.put(header.base(), new Segment(old.path, Optional.of(header)));
        old.close();
    }

    /** Whether a segment that began at this position was deleted while an older one stayed. */
    boolean dropped(long base) {
        return dropped.has(base);
    }

    /** Deletes a segment. */
    public void remove(long base) throws IOException {
        if (segments.lowerKey(base) != null)
            dropped.add(List.of(base), segments.firstKey());
        var segment = segments.remove(base);
        segment.close();
        Files.deleteIfExists(segment.path);
    }

    public AppendFile append(long base) throws IOException {
        return opener.open(segments.get(base).path);
    }

    /** The name of a new file is on the disk only once its folder is; some systems cannot, and need not. */
    void force() {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("{} cannot be synced to disk: {}", folder, e.toString());
        }
    }

    /**
     * Reads at a position, within its segment.
     *
     * @return as much as there is, up to {@code length} bytes; none where no segment has it
     */
    public byte[] read(long position, int length) throws IOException {
        Map.Entry<Long, Segment> entry = segments.floorEntry(position);
        if (entry == null)
            return new byte[0];
        var buffer = ByteBuffer.allocate(length);
        try {
            read(entry.getValue(), position - entry.getKey(), buffer);
        } catch (ClosedChannelException e) { // another's interrupt, or the segment was replaced
            if (Thread.currentThread().isInterrupted())
                throw new IOException("reading " + entry.getValue().path + " was interrupted", e);
            read(segments.getOrDefault(entry.getKey(), entry.getValue()), position - entry.getKey(), buffer.clear());
        }
        return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
    }

    private static void read(Segment segment, long at, ByteBuffer buffer) throws IOException {
        var channel = segment.channel();
        while (buffer.hasRemaining()) {
            int more = channel.read(buffer, at + buffer.position());
            if (more < 0)
                break;
        }
    }

    @Override
    public void close() {
        for (var segment : segments.values()) {
            try {
                segment.close();
            } catch (IOException e) {
                LOG.warn("{} did not close: {}", segment.path, e.toString());
            }
        }
    }
}
