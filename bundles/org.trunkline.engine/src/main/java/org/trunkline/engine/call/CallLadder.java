package org.trunkline.engine.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.engine.port.CdrSink;
import org.trunkline.engine.port.Hop;
import org.trunkline.engine.port.WireMessage;

/**
 * The SIP messages of one call as they pass, bounded; packed once the call is set up, since a call may last for hours.
 * <b>Threads:</b> any.
 */
final class CallLadder {
    private static final int MAX_ENTRIES = 200;
    private static final int MAX_BYTES = 256 * 1024;
    /** Messages after the packing that are packed too. */
    private static final int MANY = 16;
    private static final int[] NONE = {};

    private final CallId call;
    private final CdrSink records;
    private List<Rung> rungs = new ArrayList<>(12);
    private @Nullable Supplier<List<LadderEntry>> packed;
    /** Hashes of the packed messages, in their order. */
    private int[] hashes = NONE;
    private int bytes;

    private static final class Rung {
        final int leg;
        final WireMessage message;
        int again;

        Rung(int leg, WireMessage message) {
            this.leg = leg;
            this.message = message;
        }
    }

    /** @param records packs what is kept for long */
    CallLadder(CallId call, CdrSink records) {
        this.call = call;
        this.records = records;
    }

    synchronized void add(int leg, WireMessage message) {
        for (int i = rungs.size() - 1; i >= 0; i--) {
            var rung = rungs.get(i);
            if (rung.message.sent() == message.sent() && rung.leg == leg
                    && Arrays.equals(rung.message.bytes(), message.bytes())) {
                rung.again++;
                return;
            }
        }
        if (isPackedAlready(leg, message) || hashes.length + rungs.size() >= MAX_ENTRIES
                || bytes + message.bytes().length > MAX_BYTES)
            return;
        bytes += message.bytes().length;
        rungs.add(new Rung(leg, message));
        if (packed != null && rungs.size() >= MANY)
            pack();
    }

    /** A packed message that comes again is counted there; what is unpacked for it stays so, for more may come. */
    private boolean isPackedAlready(int leg, WireMessage message) {
        if (packed == null)
            return false;
        int hash = Arrays.hashCode(message.bytes());
        if (Arrays.stream(hashes).noneMatch(known -> known == hash))
            return false;
        String text = text(message);
        var entries = new ArrayList<>(packed.get());
        for (int i = 0; i < entries.size(); i++) {
            var e = entries.get(i);
            if (hashes[i] == hash && e.leg() == leg && e.sent() == message.sent() && e.message().equals(text)) {
                entries.set(i, new LadderEntry(e.at(), leg, e.sent(), e.remoteAddress(), e.transport(), e.label(),
                        e.retransmissions() + 1, text));
                packed = () -> entries;
                return true;
            }
        }
        return false;
    }

    /** The call is set up: few messages will come, and those there are wait for its end. */
    synchronized void pack() {
        if (rungs.isEmpty())
            return;
        packed = records.pack(new Ladder(call, entries()));
        var all = Arrays.copyOf(hashes, hashes.length + rungs.size());
        for (int i = 0; i < rungs.size(); i++)
            all[hashes.length + i] = Arrays.hashCode(rungs.get(i).message.bytes());
        hashes = all;
        rungs = new ArrayList<>(2);
    }

    /** Oldest first, secrets blanked. */
    synchronized List<LadderEntry> entries() {
        var entries = new ArrayList<LadderEntry>(hashes.length + rungs.size());
        if (packed != null)
            entries.addAll(packed.get());
        var remotes = new HashMap<InetSocketAddress, String>();
        for (var rung : rungs) {
            var message = rung.message;
            entries.add(new LadderEntry(message.at(), rung.leg, message.sent(),
                    remotes.computeIfAbsent(message.remote(), Hop::text),
                    message.transport().token(), message.label(), rung.again, text(message)));
        }
        return entries;
    }

    private static String text(WireMessage message) {
        return Secrets.blanked(new String(message.bytes(), UTF_8));
    }
}
