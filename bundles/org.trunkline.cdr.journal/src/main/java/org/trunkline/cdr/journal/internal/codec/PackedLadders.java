package org.trunkline.cdr.journal.internal.codec;

import java.util.List;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;

import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

/** Packs the messages of calls in progress as they will be on the disk. <b>Threads:</b> any; one packs at a time. */
public final class PackedLadders {
    private final LadderCodec codec = new LadderCodec();
    private final ByteSink out = new ByteSink(4 << 10);

    /** @return gives the messages back */
    public synchronized Supplier<List<LadderEntry>> pack(Ladder ladder) {
        out.clear();
        codec.write(ladder, out);
        byte[] packed = out.toBytes();
        return () -> entries(packed);
    }

    private static List<LadderEntry> entries(byte[] packed) {
        try {
            return LadderCodec.read(packed).entries();
        } catch (DataFormatException e) {
            throw new IllegalStateException(e); // written above
        }
    }
}
