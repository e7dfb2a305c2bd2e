package org.trunkline.cdr.journal.internal.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;

import org.trunkline.cdr.journal.internal.codec.ByteSink;
import org.trunkline.cdr.journal.internal.codec.CdrCodec;
import org.trunkline.cdr.journal.internal.codec.StringDictionary;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.engine.port.record.RecordLog.Stretch;

/**
 * Changes records in a segment that grows no more. Each keeps its place and length, so that positions stay true; the
 * segment is replaced at once, or not at all. Calls that went on when it was written leave no trace in it.
 */
public final class SegmentRewriter {
    /** What becomes of a record. */
    public interface Edit {
        /** @return the record itself where it stays as it is; empty where it goes */
        Optional<Cdr> of(Cdr cdr, LadderSteps steps);

        /** Whether a call that went on may leave no trace. */
        default boolean isAbout(Cdr goingOn) {
            return false;
        }

        /** Instead of what does not fit into the place of the record. */
        default Cdr shorter(Cdr cdr) {
            return cdr;
        }
    }

    /** Where the SIP messages of a changed record are. */
    record Messages(long position, CallId call) {}

    /** What was changed: where the records are, and the messages of those that have some. @param read looked at */
    public record Changed(List<Stretch> records, List<Messages> messages, long read) {}

    /** Told what will be changed, before it is: what follows a kill in between begins anew, and finds the records. */
    public interface Notice {
        void of(Changed changed) throws IOException;
    }

    private static final int CHUNK = 1 << 20;

    private final SegmentFolder folder;
    private final long base;
    private final StringDictionary words;
    private final Notice notice;
    /** The segment as it will be, once anything is to be changed. */
    private Optional<ByteSink> written = Optional.empty();
    private final ByteSink payload = new ByteSink(4 << 10);
    private final Changed changed = new Changed(new ArrayList<>(), new ArrayList<>(), 0);
    private long read;

    public SegmentRewriter(SegmentFolder folder, long base, Notice notice) throws IOException {
        this.folder = folder;
        this.base = base;
        this.notice = notice;
        words = folder.wordsAt(base);
        payload.use(words);
    }

    public Changed rewrite(Edit how) throws IOException {
        var reader = reader();
        for (var found = reader.next(); found.isPresent(); found = reader.next())
            take(found.get(), how);
        if (written.isPresent())
            replace();
        return new Changed(changed.records(), changed.messages(), read);
    }

    /** In a segment of SIP messages: leaves those at these positions, and takes out all others. @return how many */
    long keepLadders(LongPredicate keep) throws IOException {
        long gone = 0;
        var reader = reader();
        for (var found = reader.next(); found.isPresent(); found = reader.next()) {
            var frame = found.get().frame();
            if (frame.type() == Frame.Type.LADDER && !keep.test(found.get().position())) {
                blank(frame, found.get().position());
                gone++;
            } else {
                keep(found.get());
            }
        }
        if (written.isPresent())
            replace();
        return gone;
    }

    private FrameReader reader() throws IOException {
        long end = base + folder.sizeOf(base);
        return new FrameReader(folder, base, () -> end, this::copy);
    }

    private void replace() throws IOException {
        notice.of(changed);
        folder.replace(folder.headerAt(base).map(SegmentHeader::rewritten).orElseGet(this::newHeader),
                written.orElseThrow());
    }

    /** With all up to here as it was. */
    private ByteSink out(long position) throws IOException {
        if (written.isEmpty()) {
            written = Optional.of(new ByteSink((int) folder.sizeOf(base) + CHUNK));
            var reader = new FrameReader(folder, base, () -> position, this::copy);
            for (var found = reader.next(); found.isPresent(); found = reader.next())
                keep(found.get());
        }
        return written.orElseThrow();
    }

    /** As it is; but calls that went on leave no trace. */
    private void keep(FrameReader.Found found) throws IOException {
        var frame = found.frame();
        if (written.isEmpty())
            return;
        if (frame.type() == Frame.Type.OPEN)
            blank(frame, found.position());
        else
            written.get().raw(found.bytes(), frame.start() - Frame.HEAD, frame.size());
    }

    /** As long as before, and nothing in it. */
    private void blank(Frame frame, long position) throws IOException {
        var out = out(position);
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
            if (written.isPresent())
                copy(from, to, written.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(long from, long to, ByteSink out) throws IOException {
        for (long at = from; at < to; at += CHUNK)
            out.raw(folder.read(at, (int) Math.min(CHUNK, to - at)));
    }

    private void take(FrameReader.Found found, Edit how) throws IOException {
        var frame = found.frame();
        if (frame.type().isRecord()) {
            record(found, how);
        } else if (frame.type() == Frame.Type.OPEN && written.isEmpty() && how.isAbout(open(found))) {
            blank(frame, found.position());
        } else {
            keep(found);
        }
    }

    private static Cdr open(FrameReader.Found found) {
        return CdrCodec.read(found.payload());
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
            keep(found);
            return;
        }
        if (after.isEmpty()) {
            blank(frame, found.position());
        } else {
            var out = out(found.position());
            encode(after.get());
            if (payload.size() > frame.length())
                encode(how.shorter(before));
            if (payload.size() > frame.length())
                throw new IOException("call " + before.id() + " does not fit into its place");
            payload.fill(frame.length());
            Frame.write(frame.type(), frame.sequence(), payload.array(), frame.length(), out);
        }
        changed.records().add(new Stretch(found.position(), found.next()));
        if (ladder != 0)
            changed.messages().add(new Messages(ladder, before.id()));
    }

    private void encode(Cdr cdr) {
        payload.clear();
        payload.number(0); // no ladder
        CdrCodec.write(cdr, payload);
        payload.number(0); // no steps
    }
}
