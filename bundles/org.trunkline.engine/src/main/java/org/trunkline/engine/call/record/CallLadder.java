package org.trunkline.engine.call.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.WireMessage;

/**
 * The SIP messages of one call as they pass, bounded; packed once the call is set up, since a call may last for hours.
 * <b>Threads:</b> any.
 */
public final class CallLadder {
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

    /** What the ladder shows of a message and no more: all that calls in progress hold is copied by each collection. */
    private static final class Rung {
        final int leg;
        final Instant at;
        final boolean sent;
        final InetSocketAddress remote;
        final Transport transport;
        final String label;
        final byte[] bytes;
        int again;

        Rung(int leg, WireMessage message, InetSocketAddress remote) {
            this.leg = leg;
            this.at = message.at();
            this.sent = message.sent();
            this.remote = remote;
            this.transport = message.transport();
            this.label = message.label();
            this.bytes = message.bytes();
        }

        boolean shows(int ofLeg, WireMessage message) {
            return sent == message.sent() && leg == ofLeg && Arrays.equals(bytes, message.bytes());
        }
    }

    /** @param records packs what is kept for long */
    public CallLadder(CallId call, CdrSink records) {
        this.call = call;
        this.records = records;
    }

    public synchronized void add(int leg, WireMessage message) {
        for (int i = rungs.size() - 1; i >= 0; i--) {
            var rung = rungs.get(i);
            if (rung.shows(leg, message)) {
                rung.again++;
                return;
            }
        }
        if (isPackedAlready(leg, message) || hashes.length + rungs.size() >= MAX_ENTRIES
                || bytes + message.bytes().length > MAX_BYTES)
            return;
        bytes += message.bytes().length;
        rungs.add(new Rung(leg, message, known(message.remote())));
        if (packed != null && rungs.size() >= MANY)
            pack();
    }

    /** The same object for the same address. */
    private InetSocketAddress known(InetSocketAddress remote) {
        for (var rung : rungs)
            if (rung.remote.equals(remote))
                return rung.remote;
        return remote;
    }

    /** A packed message that comes again is counted there; what is unpacked for it stays so, for more may come. */
    private boolean isPackedAlready(int leg, WireMessage message) {
        if (packed == null)
            return false;
        int hash = Arrays.hashCode(message.bytes());
        if (Arrays.stream(hashes).noneMatch(known -> known == hash))
            return false;
        String text = text(message.bytes());
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
    public synchronized void pack() {
        if (rungs.isEmpty())
            return;
        inOrder();
        packed = records.pack(new Ladder(call, entries()));
        var all = Arrays.copyOf(hashes, hashes.length + rungs.size());
        for (int i = 0; i < rungs.size(); i++)
            all[hashes.length + i] = Arrays.hashCode(rungs.get(i).bytes);
        hashes = all;
        rungs = new ArrayList<>(2);
    }

    /** In order of time: a sent message is reported after it left, so its answer may have been reported first. */
    private void inOrder() {
        rungs.sort(Comparator.comparing(rung -> rung.at));
    }

    /** Oldest first, secrets blanked. */
    synchronized List<LadderEntry> entries() {
        inOrder();
        var entries = new ArrayList<LadderEntry>(hashes.length + rungs.size());
        if (packed != null)
            entries.addAll(packed.get());
        var remotes = new HashMap<InetSocketAddress, String>();
        for (var rung : rungs)
            entries.add(new LadderEntry(rung.at, rung.leg, rung.sent, remotes.computeIfAbsent(rung.remote, Hop::text),
                    rung.transport.token(), rung.label, rung.again, text(rung.bytes)));
        return entries;
    }

    private static String text(byte[] message) {
        return Secrets.blanked(new String(message, UTF_8));
    }
}
