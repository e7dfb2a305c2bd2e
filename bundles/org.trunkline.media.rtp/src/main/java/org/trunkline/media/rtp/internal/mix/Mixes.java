package org.trunkline.media.rtp.internal.mix;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.Media.Mixed;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.media.audio.Tone;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.audio.mix.Mix;
import org.trunkline.media.audio.mix.MixFormat;
import org.trunkline.media.audio.mix.MixMember;

/**
 * All mixes by name, each on one of the threads, of which there is one for each core, begun when needed. <b>Threads:</b> any; no
 * method waits for a mix.
 */
public final class Mixes implements AutoCloseable {
    static final String FULL = "mixed-calls-full";
    /** A caller with G.711 takes 0.02% of a core to be mixed, one with G.722 up to 0.2%; packets are relayed besides. */
    private static final int CALLS_OF_CORE = 400;

    private record Open(Mix mix, MixThread thread, Map<CallId, Place> places, List<Tap> taps) {}

    private final Refusals refusals;
    private final int threadsAtMost;
    private final List<MixThread> threads = new ArrayList<>();
    private final Map<String, Open> mixes = new TreeMap<>();
    private int next;
    private int calls;
    private boolean closed;

    /** @param refusals counts calls that were one too many @param threads at most */
    public Mixes(Refusals refusals, int threads) {
        this.refusals = refusals;
        threadsAtMost = threads;
    }

    /** A call's place in a mix. <b>Threads:</b> any. */
    public final class Place {
        private final MediaEnd.Seat seat;
        private final CallId call;
        private final MixMember member;

        private Place(MediaEnd.Seat seat, CallId call, MixMember member) {
            this.seat = seat;
            this.call = call;
            this.member = member;
        }

        /** A packet of the caller's. @param rtp for its header @param payload is kept @param nanos when it came */
        public void take(AudioCodec codec, ByteBuffer rtp, ByteBuffer payload, long nanos) {
            member.take(codec, rtp.getInt(8), rtp.getShort(2), rtp.getInt(4), payload, nanos);
        }

        /** It hears something else. */
        public void format(MixFormat now) {
            member.format(now);
        }

        /** What it hears is made for that loss. */
        public void tune(EncoderTuning now) {
            member.tune(now);
        }

        /** Again does nothing. */
        public void leave() {
            Mixes.this.leave(this);
        }
    }

    /** One side of a call that a mix hears, and that hears nothing of the mix. <b>Threads:</b> any. */
    public static final class Ear {
        private final MixMember member;

        private Ear(MixMember member) {
            this.member = member;
        }

        /** @param rtp for its header @param payload is kept @param nanos when it came */
        public void take(AudioCodec codec, ByteBuffer rtp, ByteBuffer payload, long nanos) {
            member.take(codec, rtp.getInt(8), rtp.getShort(2), rtp.getInt(4), payload, nanos);
        }
    }

    /** Both sides of a call that a mix hears. <b>Threads:</b> any. */
    public final class Tap {
        private final String name;
        private final Open open;
        public final Ear caller;
        public final Ear callee;

        private Tap(String name, Open open, AudioCodec codec) {
            this.name = name;
            this.open = open;
            this.caller = new Ear(open.mix().join(MixFormat.of(codec), true, (_, _) -> {}));
            this.callee = new Ear(open.mix().join(MixFormat.of(codec), true, (_, _) -> {}));
        }

        /** Again does nothing. */
        public void close() {
            Mixes.this.close(this);
        }
    }

    /**
     * @param format of what the caller hears
     * @param sink takes each payload and its format, on the mix's thread
     * @throws MediaUnavailableException if the mix or the node is full
     */
    public synchronized Place join(MediaEnd.Seat seat, CallId call, MixFormat format, BiConsumer<MixFormat, byte[]> sink)
            throws MediaUnavailableException {
        if (closed)
            throw new MediaUnavailableException("the node stops");
        var open = mixes.get(seat.mix());
        if (open != null && open.places().size() >= seat.most())
            throw new MediaUnavailableException("the conference is full: " + seat.most() + " are in it");
        admit();
        if (open == null)
            mixes.put(seat.mix(), open = open());
        if (open.places().containsKey(call))
            throw new MediaUnavailableException("the call is in the conference already");
        var place = new Place(seat, call, open.mix().join(format, seat.speaks(), sink));
        open.places().put(call, place);
        calls++;
        if (seat.tone())
            open.mix().play(Tone.joined());
        return place;
    }

    private void admit() throws MediaUnavailableException {
        if (calls < most())
            return;
        refusals.count(FULL);
        throw new MediaUnavailableException("the node mixes " + most() + " calls, which is all that its cores can do");
    }

    /**
     * A mix hears both sides of a call, which counts as one of the calls that are mixed.
     *
     * @param codec whose rate both are mixed at
     * @throws MediaUnavailableException if the node is full
     */
    public synchronized Tap tap(String mix, AudioCodec codec) throws MediaUnavailableException {
        if (closed)
            throw new MediaUnavailableException("the node stops");
        admit();
        var open = mixes.get(mix);
        if (open == null)
            mixes.put(mix, open = open());
        var tap = new Tap(mix, open, codec);
        open.taps().add(tap);
        calls++;
        return tap;
    }

    private synchronized void close(Tap tap) {
        if (!tap.open.taps().remove(tap))
            return;
        calls--;
        tap.open.mix().leave(tap.caller.member);
        tap.open.mix().leave(tap.callee.member);
        endIfEmpty(tap.name, tap.open);
    }

    private void endIfEmpty(String name, Open open) {
        if (!open.places().isEmpty() || !open.taps().isEmpty())
            return;
        mixes.remove(name);
        open.thread().remove(open.mix());
    }

    private Open open() {
        if (threads.size() < threadsAtMost)
            threads.add(new MixThread("rtp-mix-" + threads.size()));
        next = (next + 1) % threads.size();
        var mix = new Mix();
        threads.get(next).add(mix);
        return new Open(mix, threads.get(next), new LinkedHashMap<>(), new ArrayList<>(1));
    }

    private synchronized void leave(Place place) {
        var open = mixes.get(place.seat.mix());
        if (open == null || !open.places().remove(place.call, place))
            return;
        calls--;
        open.mix().leave(place.member);
        if (place.seat.tone())
            open.mix().play(Tone.left());
        endIfEmpty(place.seat.mix(), open);
    }

    private int most() {
        return CALLS_OF_CORE * threadsAtMost;
    }

    /** By name. */
    public synchronized List<Mixed> all() {
        return mixes.entrySet().stream().map(each -> new Mixed(each.getKey(), each.getValue().places().values().stream()
                .map(Mixes::member).toList())).toList();
    }

    private static Mixed.Member member(Place place) {
        var member = place.member;
        return new Mixed.Member(place.call, member.speaks(), member.isMuted(), member.isSpeaking(), member.delay());
    }

    /** @return false where the call is in no mix, or there to listen */
    public synchronized boolean mute(CallId call, boolean muted) {
        @Nullable Place found = null;
        for (var open : mixes.values())
            if (open.places().get(call) != null)
                found = open.places().get(call);
        if (found == null || !found.member.speaks())
            return false;
        found.member.mute(muted);
        return true;
    }

    public synchronized BorderStatus.Table table() {
        return new BorderStatus.Table("mixed-calls", calls, most());
    }

    @Override
    public void close() {
        List<MixThread> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(threads);
        }
        ending.forEach(MixThread::close);
    }
}
