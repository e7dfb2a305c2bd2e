package org.trunkline.media.rtp.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.Rating;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.Unheard;
import org.trunkline.media.rtp.internal.meter.Drops;
import org.trunkline.media.rtp.internal.meter.StreamHistory;
import org.trunkline.media.rtp.internal.meter.StreamMeter;

/**
 * The media of one call. What its packets touch belongs to the relay loop; the rest to the call's mailbox, save that the
 * relay's end closes it too: hence the lock.
 */
public final class RtpSession implements MediaSession {
    private static final Logger log = LoggerFactory.getLogger(RtpSession.class);
    private static final int MAX_LINES = 16;
    /** Fewer packets, half a second, say nothing of quality. */
    private static final int MIN_RATED = 25;

    /** Why nothing can be heard of a side. @param since how long it has been so */
    record Fault(Media.Failure what, Duration since) {
        static Fault of(Media.Failure what, long nanos) {
            return new Fault(what, Duration.ofNanos(nanos));
        }
    }

    private final CallId call;
    private final Media.Listener listener;
    private final RelayLoop loop;
    private final RelaySettings settings;
    private final InstantSource clock;
    private final Runnable onClose;
    private final Drops drops = new Drops();
    private final Pacer pacer;
    private final List<NodeEnd> ends = new ArrayList<>(0);

    /** It has its place among the calls that are converted. */
    private boolean converted;
    private @Nullable ListenedLine listened;

    /** Copied when it grows, so that anybody may read it. */
    private volatile List<RelayedLine> lines = List.of();
    private volatile @Nullable List<StreamReport> last;
    private volatile List<StreamSeries> lastSeries = List.of();

    // of the loop
    private boolean watching;
    private long heardAt;
    private boolean answered;
    private long answeredAt;
    /** The listener is told once. */
    private boolean failed;
    private byte[] name = {};

    RtpSession(CallId call, Media.Listener listener, RelayLoop loop, RelaySettings settings, InstantSource clock,
            Pacer pacer, Runnable onClose) {
        this.call = call;
        this.listener = listener;
        this.loop = loop;
        this.settings = settings;
        this.clock = clock;
        this.pacer = pacer;
        this.onClose = onClose;
    }

    @Override
    public synchronized MediaPort port(int mline, LegSide side, InetAddress towards) throws MediaUnavailableException {
        if (mline < 0 || mline >= MAX_LINES)
            throw new MediaUnavailableException("media line " + mline + ": at most " + MAX_LINES + " are relayed");
        if (last != null)
            throw new MediaUnavailableException("the call's media has ended");
        if (!loop.isRunning())
            throw new MediaUnavailableException("the media relay has stopped: restart the node");
        return line(mline).of(side).port(settings, towards);
    }

    /** Made where there is none yet. */
    RelayedLine line(int mline) {
        for (var line : lines)
            if (line.index() == mline)
                return line;
        var line = new RelayedLine(mline, this);
        var longer = new ArrayList<>(lines);
        longer.add(line);
        if (lines.isEmpty())
            loop.postIdly(() -> loop.add(this));
        lines = List.copyOf(longer);
        return line;
    }

    @Override
    public synchronized void remote(int mline, LegSide side, RemoteMedia remote) {
        if (mline >= 0 && mline < MAX_LINES && last == null)
            line(mline).remote(side, remote);
    }

    @Override
    public synchronized void convert(int mline, LegSide from, Optional<Conversion> how) throws MediaUnavailableException {
        if (last != null || mline < 0 || mline >= MAX_LINES || how.isEmpty() && !converted)
            return;
        if (!converted)
            settings.converters().begin();
        line(mline).of(from).convert(how, settings.converters());
        converted = lines.stream().anyMatch(RelayedLine::isConverted);
        if (!converted)
            settings.converters().end();
    }

    @Override
    public synchronized void remove(int mline) {
        for (var line : lines)
            if (line.index() == mline)
                line.free();
    }

    @Override
    public synchronized MediaEnd end(int mline, LegSide side, MediaEnd.Format format, MediaEnd.Listener heard)
            throws MediaUnavailableException {
        if (last != null || !loop.isRunning() || mline < 0 || mline >= MAX_LINES)
            throw new MediaUnavailableException("the call's media has ended");
        if (settings.spoken().of(format.voice().encoding()).isEmpty())
            throw new MediaUnavailableException("the node does not speak " + format.voice().encoding().name());
        var node = line(mline).of(side.other()).relay();
        var end = new NodeEnd(format, heard, new NodeEnd.Room(call, settings.mixes(), settings.spoken()), new NodeEnd.Wires(loop::post, node::play, node::speak, left -> {
            node.leave(left);
            loop.remove(left);
            pacer.ended(loop);
        }, loop::now));
        loop.post(() -> {
            node.take(end, NodeEnd.encodings(format));
            loop.add(end);
        });
        pacer.begun(loop);
        ends.add(end);
        return end;
    }

    @Override
    public synchronized Optional<Unheard> unheard() {
        if (last != null || !loop.isRunning())
            return Optional.of(new Unheard(Unheard.Why.GONE));
        if (ends.stream().anyMatch(NodeEnd::isOpen))
            return Optional.of(new Unheard(Unheard.Why.NODE_IS_A_SIDE));
        var line = sound();
        if (line.isEmpty())
            return Optional.of(new Unheard(Unheard.Why.NO_SOUND));
        return Stream.of(LegSide.values()).filter(side -> !line.get().isDecodable(side, settings.converters().audio())).findFirst()
                .map(side -> new Unheard(Unheard.Why.CODEC, String.join(", ", line.get().codecs(side))));
    }

    private Optional<RelayedLine> sound() {
        return lines.stream().filter(it -> it.media().equals("audio") && (it.maySend(LegSide.CALLER) || it.maySend(LegSide.CALLEE))).findFirst();
    }

    @Override
    public synchronized Listening listen(String mix, Runnable ended) throws MediaUnavailableException {
        var unheard = unheard();
        if (unheard.isPresent())
            throw new MediaUnavailableException("nobody can listen to this call: " + unheard.get().why() + ' ' + unheard.get().detail());
        var line = sound().orElseThrow();
        if (listened != null)
            listened.close();
        var now = ListenedLine.begin(loop, line, mix, settings, ended);
        listened = now;
        return now;
    }

    /** To be brought together with other calls; empty where it has no sound. */
    synchronized Optional<JoinedCall> joined(LegSide phone) {
        return last != null || !loop.isRunning() ? Optional.empty() : sound().map(line -> JoinedCall.of(loop, line, phone, settings.converters()));
    }

    @Override
    public void watchSilence(boolean watch) {
        loop.postIdly(() -> {
            watching = watch;
            heardAt = now();
            if (!answered)
                answeredAt = heardAt;
            answered = true;
        });
    }

    @Override
    public List<StreamReport> reports() {
        var ended = last;
        if (ended != null)
            return ended;
        var reports = new ArrayList<StreamReport>();
        for (var line : lines)
            for (var side : LegSide.values())
                report(line, side).ifPresent(reports::add);
        return List.copyOf(reports);
    }

    @Override
    public List<StreamSeries> series() {
        if (last != null)
            return lastSeries;
        var all = new ArrayList<StreamSeries>();
        for (var line : lines)
            for (var side : LegSide.values())
                line.of(side).relay().history().map(history -> series(line, side, history.steps(now()), history.began()))
                        .filter(it -> it.samples().size() > 1).ifPresent(all::add);
        return List.copyOf(all);
    }

    private StreamSeries series(RelayedLine line, LegSide from, StreamHistory.Steps steps, long began) {
        var reading = line.of(from).relay().meter().read();
        var near = line.of(from).relay().roundTrip().value();
        var far = line.of(from.other()).relay().roundTrip().value();
        var samples = new ArrayList<StreamSeries.Sample>(steps.all().size());
        if (steps.length().compareTo(StreamSeries.LEAST) >= 0)
            for (var step : steps.all())
                samples.add(new StreamSeries.Sample(step.packets(), step.lossRatio(), step.jitter(),
                        step.packets() == 0 || !line.media().equals("audio") ? Optional.empty()
                                : settings.codecs().of(reading.codec()).map(codec -> Rating.of(codec, step.lossRatio(),
                                        reading.burstRatio(), step.jitter(), near, far).r()), step.rtt()));
        return new StreamSeries(from, line.index(), clock.instant().minusNanos(now() - began), steps.step(), samples);
    }

    private Optional<StreamReport> report(RelayedLine line, LegSide from) {
        var side = line.of(from).relay();
        var reading = side.meter().read();
        if (reading.packets() == 0 && !line.maySend(from))
            return Optional.empty();
        var near = side.roundTrip().value();
        Optional<Rating> rating = line.media().equals("audio")
                ? rating(reading, near, line.of(from.other()).relay().roundTrip().value()) : Optional.empty();
        return Optional.of(new StreamReport(from, line.index(), line.media(), reading.codec(), reading.packets(),
                reading.octets(), reading.lost(), reading.duplicates(), reading.reordered(), reading.jitter(),
                reading.maxJitter(), near, reading.burstRatio(), rating.map(Rating::r), rating.map(Rating::mos),
                reading.bursts(), side.farEnd()));
    }

    /** Of an audio stream. @param far round trip to who listens */
    Optional<Rating> rating(StreamMeter.Reading reading, Optional<Duration> near, Optional<Duration> far) {
        return reading.packets() < MIN_RATED ? Optional.empty() : settings.codecs().of(reading.codec()).map(codec ->
                Rating.of(codec, loss(reading), reading.burstRatio(), reading.jitter(), near, far));
    }

    static double loss(StreamMeter.Reading reading) {
        return (double) reading.lost() / (reading.packets() + reading.lost());
    }

    @Override
    public synchronized void close() {
        if (last != null)
            return;
        lastSeries = series();
        last = reports();
        if (listened != null)
            listened.close();
        ends.forEach(NodeEnd::close);
        if (converted)
            settings.converters().end();
        converted = false;
        lines.forEach(RelayedLine::end);
        onClose.run();
        loop.postIdly(() -> {
            watching = false;
            loop.remove(this);
            log.debug("{}: media ended; dropped: {}", call, drops);
        });
    }

    // by the loop

    /** Empty where browsers are not served. */
    Optional<RelaySettings.Border> border() {
        return settings.border();
    }

    public RelayLoop loop() {
        return loop;
    }

    long now() {
        return loop.now();
    }

    public Drops drops() {
        return drops;
    }

    void heard(long nanos) {
        heardAt = nanos;
    }

    boolean writesReports() {
        return settings.reports();
    }

    /** What it is called in the reports of all its lines (RFC 7022). */
    byte[] name() {
        if (name.length == 0)
            name = RtcpReporter.name();
        return name;
    }

    void tick(long nanos) {
        for (var line : lines)
            line.tick(nanos);
        var silence = Duration.ofNanos(nanos - heardAt);
        if (watching && silence.compareTo(settings.silence()) >= 0 && lines.stream().anyMatch(RelayedLine::anyoneMaySend)) {
            watching = false;
            listener.failed(call, Media.Failure.SILENCE, silence);
        }
        if (answered && !failed)
            for (var line : lines)
                line.failure(answeredAt, nanos).ifPresent(this::fail);
    }

    private void fail(Fault fault) {
        if (!failed)
            listener.failed(call, fault.what(), fault.since());
        failed = true;
    }

    void broken(Throwable bug) {
        log.error("{}: relaying failed, a media line has ended", call, bug);
    }

    void stopped(Throwable bug) {
        log.error("{}: silence detection and RTCP reports have stopped", call, bug);
    }
}
