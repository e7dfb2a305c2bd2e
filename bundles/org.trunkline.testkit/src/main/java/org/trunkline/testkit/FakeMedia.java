package org.trunkline.testkit;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.AudioException;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.RemoteMedia;

/** A relay that passes nothing and remembers what it was asked. */
public final class FakeMedia implements Media {
    public static final InetAddress ADDRESS = InetAddress.ofLiteral("198.51.100.1");

    private final List<FakeSession> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger nextPort = new AtomicInteger(20000);
    private volatile boolean exhausted;
    private volatile boolean onlyIpv4;
    private volatile Optional<InetAddress> outside = Optional.empty();
    private volatile OptionalInt tcp = OptionalInt.empty();
    private volatile List<ConvertibleCodec> spoken = ConvertibleCodec.TELEPHONE;
    private volatile boolean speaksMore = true;
    private volatile List<ConvertibleCodec> convertible = List.of();
    private volatile Optional<DtlsSrtp.Fingerprint> fingerprint = Optional.empty();

    /** What was asked of one session. */
    public static final class FakeSession implements MediaSession {
        private final FakeMedia media;
        private final CallId call;
        private final Listener listener;
        public final Map<String, MediaPort> ports = new ConcurrentHashMap<>();
        public final Map<String, RemoteMedia> remotes = new ConcurrentHashMap<>();
        public final List<Integer> removed = new CopyOnWriteArrayList<>();
        /** What is converted, by media line and sender. */
        public final Map<String, Conversion> conversions = new ConcurrentHashMap<>();
        public volatile boolean watching;
        public volatile int closed;
        /** The node's own end, while it is open. */
        public Optional<FakeEnd> end = Optional.empty();
        public List<StreamReport> reports = List.of();
        public List<StreamSeries> series = List.of();

        FakeSession(FakeMedia media, CallId call, Listener listener) {
            this.media = media;
            this.call = call;
            this.listener = listener;
        }

        @Override
        public MediaPort port(int mline, LegSide side, InetAddress towards) throws MediaUnavailableException {
            if (media.exhausted)
                throw new MediaUnavailableException("no ports");
            return ports.computeIfAbsent(mline + "/" + side, key -> {
                int port = media.nextPort.getAndAdd(2);
                return new MediaPort(ADDRESS, port, port + 1, media.outside, media.tcp);
            });
        }

        @Override
        public void remote(int mline, LegSide side, RemoteMedia remote) {
            remotes.put(mline + "/" + side, remote);
        }

        @Override
        public void convert(int mline, LegSide from, Optional<Conversion> how) {
            how.ifPresentOrElse(it -> conversions.put(mline + "/" + from, it), () -> conversions.remove(mline + "/" + from));
        }

        public Optional<Conversion> conversion(int mline, LegSide from) {
            return Optional.ofNullable(conversions.get(mline + "/" + from));
        }

        public RemoteMedia remote(int mline, LegSide side) {
            return remotes.get(mline + "/" + side);
        }

        public MediaPort port(int mline, LegSide side) {
            return ports.get(mline + "/" + side);
        }

        @Override
        public void remove(int mline) {
            removed.add(mline);
        }

        @Override
        public MediaEnd end(int mline, LegSide side, MediaEnd.Format format, MediaEnd.Listener listener) {
            var opened = new FakeEnd(format, listener, () -> end = Optional.empty());
            end = Optional.of(opened);
            return opened;
        }

        @Override
        public void watchSilence(boolean watch) {
            watching = watch;
        }

        @Override
        public List<StreamSeries> series() {
            return series;
        }

        @Override
        public List<StreamReport> reports() {
            return reports;
        }

        @Override
        public void close() {
            closed++;
        }

        public CallId call() {
            return call;
        }

        public void fail(Failure failure, Duration since) {
            listener.failed(call, failure, since);
        }
    }

    /** Browsers can connect by TCP to that port. */
    public void listensAt(int tcpPort) {
        tcp = OptionalInt.of(tcpPort);
    }

    /** A NAT has that address for it from now on. */
    public void behind(InetAddress nat) {
        outside = Optional.of(nat);
    }

    /** From now on it takes media as browsers have it. */
    public void servesBrowsers(DtlsSrtp.Fingerprint certificate) {
        fingerprint = Optional.of(certificate);
    }

    @Override
    public Optional<DtlsSrtp.Fingerprint> fingerprint() {
        return fingerprint;
    }

    /** From now on the node's own ends speak these. */
    public void speaks(List<ConvertibleCodec> codecs) {
        spoken = codecs;
    }

    /** From now on no more of them speak wideband. */
    public void speaksNoMore() {
        speaksMore = false;
    }

    @Override
    public List<ConvertibleCodec> spoken() {
        return spoken;
    }

    @Override
    public boolean speaksMoreWideband() {
        return speaksMore;
    }

    /** From now on it converts between these. */
    public void converts(List<ConvertibleCodec> codecs) {
        convertible = codecs;
    }

    @Override
    public List<ConvertibleCodec> convertible() {
        return convertible;
    }

    /** From now on it has no address of IPv6. */
    public void onlyIpv4() {
        onlyIpv4 = true;
    }

    @Override
    public boolean reaches(InetAddress address) {
        return !onlyIpv4 || address.getAddress().length == 4;
    }

    /** Plays nothing, and remembers what it was asked; a test says when something has ended. */
    public static final class FakeEnd implements MediaEnd {
        public Format format;
        public final Listener listener;
        public final List<Audio> played = new CopyOnWriteArrayList<>();
        public Optional<String> playing = Optional.empty();
        public Optional<Path> recording = Optional.empty();
        private final Runnable onClose;
        public Optional<Seat> seat = Optional.empty();
        private String recordingId = "";

        FakeEnd(Format format, Listener listener, Runnable onClose) {
            this.format = format;
            this.listener = listener;
            this.onClose = onClose;
        }

        @Override
        public void format(Format now) {
            format = now;
        }

        @Override
        public void play(String id, Audio audio, int times) throws AudioException {
            if (audio instanceof Audio.Tone(var name) && name.equals("unknown"))
                throw new AudioException("there is no tone unknown");
            stopPlaying();
            played.add(audio);
            playing = Optional.of(id);
        }

        /** {@code full} is. */
        @Override
        public void join(Seat at) throws MediaUnavailableException {
            if (at.mix().endsWith("/full"))
                throw new MediaUnavailableException("the conference is full: 2 are in it");
            seat = Optional.of(at);
        }

        @Override
        public void leave() {
            seat = Optional.empty();
        }

        @Override
        public void stopPlaying() {
            ended(false);
        }

        public void ended(boolean whole) {
            var id = playing;
            playing = Optional.empty();
            id.ifPresent(it -> listener.played(it, whole));
        }

        @Override
        public void record(String id, Path file, Duration longest, boolean tone) {
            recording = Optional.of(file);
            recordingId = id;
        }

        @Override
        public void stopRecording() {
            recording.ifPresent(_ -> listener.recorded(recordingId, Duration.ofSeconds(3)));
            recording = Optional.empty();
        }

        @Override
        public void close() {
            stopPlaying();
            stopRecording();
            onClose.run();
        }
    }

    @Override
    public MediaSession open(CallId call, Listener listener) {
        var session = new FakeSession(this, call, listener);
        sessions.add(session);
        return session;
    }

    @Override
    public Usage usage() {
        return new Usage(sessions.size(), (nextPort.get() - 20000) / 2, 10_000);
    }

    public void exhausted(boolean none) {
        exhausted = none;
    }

    /** Forgets closed sessions. */
    public void forgetClosed() {
        sessions.removeIf(session -> session.closed > 0);
    }

    /** Sessions that nobody closed. */
    public long open() {
        return sessions().stream().filter(session -> session.closed == 0).count();
    }

    public List<FakeSession> sessions() {
        return sessions;
    }
}
