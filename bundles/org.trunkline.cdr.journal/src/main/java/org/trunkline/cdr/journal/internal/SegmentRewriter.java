package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;

/**
 * Changes records in a segment that grows no more. Each keeps its place and length, so that positions stay true; the
 * segment is replaced at once, or not at all. Calls that went on when it was written leave no trace in it.
 */
final class SegmentRewriter {
    /** What becomes of a record. */
    interface Edit {
        /** @return the record itself where it stays as it is; empty where it goes */
        Optional<Cdr> of(Cdr cdr, LadderSteps steps);

        /** Instead of what does not fit into the place of the record. */
        default Cdr shorter(Cdr cdr) {
            return cdr;
        }
    }

    /** What was changed: the records as they were, with where their ladders are (0 for nowhere). */
    record Changed(List<Cdr> records, List<Long> ladders, long read) {}

    private static final int CHUNK = 1 << 20;

    private final SegmentFolder folder;
    private final long base;
    private final Words words;
    private final ByteSink out;
    private final ByteSink payload = new ByteSink(4 << 10);
    private final Changed changed = new Changed(new ArrayList<>(), new ArrayList<>(), 0);
    private long read;

    SegmentRewriter(SegmentFolder folder, long base) throws IOException {
        this.folder = folder;
        this.base = base;
        words = folder.wordsAt(base);
        payload.use(words);
        out = new ByteSink((int) folder.sizeOf(base) + CHUNK);
    }

    Changed rewrite(Edit how) throws IOException {
        var reader = reader();
        for (var found = reader.next(); found.isPresent(); found = reader.next())
            take(found.get(), how);
        if (!changed.records().isEmpty())
            replace();
        return new Changed(changed.records(), changed.ladders(), read);
    }

    /** In a segment of SIP messages: leaves those at these positions, and takes out all others. @return how many */
    long keepLadders(LongPredicate keep) throws IOException {
        long gone = 0;
        var reader = reader();
        for (var found = reader.next(); found.isPresent(); found = reader.next()) {
            var frame = found.get().frame();
            if (frame.type() == Frame.Type.LADDER && !keep.test(found.get().position())) {
                blank(frame);
                gone++;
            } else {
                out.raw(found.get().bytes(), frame.start() - Frame.HEAD, frame.size());
            }
        }
        if (gone > 0)
            replace();
        return gone;
    }

    private FrameReader reader() throws IOException {
        long end = base + folder.sizeOf(base);
        return new FrameReader(folder, base, () -> end, this::copy);
    }

    private void replace() throws IOException {
        folder.replace(folder.headerAt(base).map(SegmentHeader::rewritten).orElseGet(this::newHeader), out);
    }

    /** As long as before, and nothing in it. */
    private void blank(Frame frame) {
        payload.clear();
        payload.fill(frame.length());
        Frame.write(Frame.Type.HEARTBEAT, frame.sequence(), payload.array(), frame.length(), out);
    }

    /** In the place of a damaged one. */
    private SegmentHeader newHeader() {
        return new SegmentHeader(SegmentHeader.VERSION, folder.journal().orElseGet(UUID::randomUUID), base, 0, 0, 0);
    }

    /** What cannot be read names nobody that could be found; it stays. */
    private void copy(long from, long to) {
        try {
            for (long at = from; at < to; at += CHUNK)
                out.raw(folder.read(at, (int) Math.min(CHUNK, to - at)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(FrameReader.Found found, Edit how) throws IOException {
        var frame = found.frame();
        if (frame.type() == Frame.Type.OPEN) {
            blank(frame);
        } else if (frame.type().isRecord()) {
            record(found, how);
        } else {
            out.raw(found.bytes(), frame.start() - Frame.HEAD, frame.size());
        }
    }

    private void record(FrameReader.Found found, Edit how) throws IOException {
        var frame = found.frame();
        read++;
        var in = found.payload(words);
        long ladder = in.number();
        var before = CdrCodec.read(in);
        var steps = in.isAtEnd() ? LadderSteps.NONE : LadderSteps.ofBytes(in.raw(in.count()));
        var after = how.of(before, steps);
        if (after.filter(before::equals).isPresent()) {
            out.raw(found.bytes(), frame.start() - Frame.HEAD, frame.size());
            return;
        }
        if (after.isEmpty()) {
            blank(frame);
        } else {
            encode(after.get());
            if (payload.size() > frame.length())
                encode(how.shorter(before));
            if (payload.size() > frame.length())
                throw new IOException("call " + before.id() + " does not fit into its place");
            payload.fill(frame.length());
            Frame.write(frame.type(), frame.sequence(), payload.array(), frame.length(), out);
        }
        changed.records().add(before);
        changed.ladders().add(ladder);
    }

    private void encode(Cdr cdr) {
        payload.clear();
        payload.number(0); // no ladder
        CdrCodec.write(cdr, payload);
        payload.number(0); // no steps
    }
}
