package org.trunkline.cdr.journal.internal.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.cdr.journal.internal.codec.ByteSink;

/**
 * Where a folder of segments grows: the file written to, and those before it that are not on the disk yet. One thread
 * writes while another forces.
 */
public final class SegmentTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentTail.class);

    private final SegmentFolder folder;
    /** Full, and to be forced before the file that is written now: in this order a later one proves the earlier. */
    private final List<AppendFile> full = new ArrayList<>();
    private AppendFile file;
    private long base;
    private boolean isNew;

    private SegmentTail(SegmentFolder folder, AppendFile file, long base, boolean isNew) {
        this.folder = folder;
        this.file = file;
        this.base = base;
        this.isNew = isNew;
    }

    /** Goes on in the last segment. */
    public static SegmentTail last(SegmentFolder folder) throws IOException {
        return new SegmentTail(folder, folder.append(folder.lastBase()), folder.lastBase(), false);
    }

    public static SegmentTail first(SegmentFolder folder, SegmentHeader header) throws IOException {
        return new SegmentTail(folder, folder.create(header, new ByteSink(0)), header.base(), true);
    }

    /** The writer's. */
    public long base() {
        return base;
    }

    public void write(ByteSink bytes, long position) throws IOException {
        file.write(ByteBuffer.wrap(bytes.array(), 0, bytes.size()), position - base);
    }

    /** Takes away what a failed write left: it must not be taken for entries later. */
    public void truncate(long end) throws IOException {
        file.truncate(end - base);
    }

    /** Begins a new segment. */
    public void roll(SegmentHeader header, ByteSink beginning) throws IOException {
        var next = folder.create(header, beginning);
        synchronized (this) {
            full.add(file);
            file = next;
            base = header.base();
            isNew = true;
        }
    }

    /** All written before the call is on the disk when it returns. The other thread's. */
    public void force() throws IOException {
        List<AppendFile> before;
        AppendFile now;
        boolean appeared;
        synchronized (this) {
            before = List.copyOf(full);
            now = file;
            appeared = isNew;
        }
        for (var it : before)
            it.force();
        now.force();
        if (appeared)
            folder.force();
        synchronized (this) {
            full.removeAll(before);
            isNew &= now != file || !appeared;
        }
        before.forEach(SegmentTail::close);
    }

    /** Forgets all after this position, segments included. Nothing may be forced meanwhile. */
    public synchronized void backTo(long end) throws IOException {
        while (base >= end && !full.isEmpty()) {
            close(file);
            folder.remove(base);
            file = full.removeLast();
            base = folder.lastBase();
        }
        file.truncate(end - base);
    }

    private static void close(AppendFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("a segment did not close: {}", e.toString());
        }
    }

    @Override
    public synchronized void close() {
        full.forEach(SegmentTail::close);
        close(file);
    }
}
