package org.trunkline.plugin.internal.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to a question for entries.
 *
 * @param number of the question
 * @param failure why they cannot be had; empty where they can
 */
public record EntriesFrame(long number, List<Map<String, String>> entries, String failure) {
    public EntriesFrame {
        entries = List.copyOf(entries);
    }

    public FrameWriter toFrame() {
        var out = new FrameWriter(FrameKind.ENTRIES);
        out.writeLong(number);
        out.writeText(failure);
        out.writeCount(entries.size());
        for (var entry : entries) {
            out.writeCount(entry.size());
            entry.forEach((name, value) -> {
                out.writeText(name);
                out.writeText(value);
            });
        }
        return out;
    }

    public static EntriesFrame from(FrameReader in) {
        long number = in.readLong();
        var failure = in.readText();
        @SuppressWarnings("unchecked")
        Map<String, String>[] entries = new Map[in.readElements()];
        for (int i = 0; i < entries.length; i++) {
            var entry = new HashMap<String, String>();
            for (int left = in.readElements(); left > 0; left--)
                entry.put(in.readText(), in.readText());
            entries[i] = Map.copyOf(entry);
        }
        return new EntriesFrame(number, List.of(entries), failure);
    }

    /** Without the entries, which may hold secrets. */
    @Override
    public String toString() {
        return "EntriesFrame[" + number + ", " + entries.size() + " entries, " + failure + "]";
    }
}
