package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartWarning;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.PluginCodecs;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.rtp.internal.convert.Converters;
import org.trunkline.media.rtp.internal.convert.SpokenCodecs;
import org.trunkline.media.rtp.internal.dtls.DtlsHandshakes;
import org.trunkline.media.rtp.internal.mix.Mixes;
import org.trunkline.media.rtp.internal.net.MediaAddresses;
import org.trunkline.media.rtp.internal.net.OpenFiles;
import org.trunkline.media.rtp.internal.net.Sockets;
import org.trunkline.media.rtp.internal.tcp.TcpPaths;
import org.trunkline.media.rtp.internal.tcp.TcpPortException;

/** Relays media over UDP sockets of this machine, at most a thread for each core for all calls. */
public final class RtpMedia implements Media, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RtpMedia.class);
    private static final int MOST_LOOPS = 8;
    /**
     * A loop has so many calls before the next gets any: one with much to do wakes for several packets at once, and two
     * that share little wake twice as often. Full it has some two thirds of a core to do.
     */
    private static final int FULL = 1200;
    private static final int SOCKETS_OF_PAIR = 2;
    private static final int PAIRS_OF_CALL = 2;
    private static final String TCP_PORT = "media-tcp-port";
    private static final String NOT_TAKEN = "media-settings-not-taken";
    /** Sockets of a busier hour are closed by then, and after {@link PortQuarantine#OLD}. */
    private static final Duration SWEEP = Duration.ofSeconds(15);

    private record Wanted(Set<InetAddress> addresses, int port) {}

    private final Sockets sockets;
    private final Refusals refusals = new Refusals();
    private final OpenFiles files;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final CodecTable codecs;
    private final int threads;
    private final Pacer pacer;
    private final List<RelayLoop> loops;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("rtp-ports").factory());
    private final Set<RtpSession> open = ConcurrentHashMap.newKeySet();
    private final Converters converters;
    private final Mixes mixes;
    private final SpokenCodecs spoken;
    private @Nullable DtlsHandshakes dtls;
    private @Nullable TcpPaths tcp;
    /** Where {@link #tcp} is to listen and cannot; tried again now and then. */
    private @Nullable Wanted wanted;
    private volatile List<PartWarning> warnings = List.of();
    private volatile RelaySettings settings;
    private volatile MediaComponent.Config configured;

    /**
     * @param nanos a clock such as {@link System#nanoTime()}
     * @param clock of the day, which may jump
     * @param codecs rates the streams
     * @param audio what the node converts itself
     * @param plugins what plug-ins convert
     * @throws IllegalArgumentException if the configuration does not hold, in words for an admin
     * @throws IllegalStateException if the system has nothing to wait for packets with, likewise
     */
    RtpMedia(MediaComponent.Config config, Sockets sockets, LongSupplier nanos, InstantSource clock, CodecTable codecs,
            AudioCodecs audio, PluginCodecs plugins) {
        this.sockets = sockets;
        this.clock = clock;
        this.codecs = codecs;
        this.nanos = nanos;
        this.files = new OpenFiles(nanos);
        threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_LOOPS);
        pacer = new Pacer(System::nanoTime);
        converters = new Converters(audio, plugins, refusals, threads, config.conversions());
        mixes = new Mixes(refusals, threads);
        spoken = new SpokenCodecs(audio, converters, threads);
        settings = settings(config);
        configured = config;
        tellLimit(settings.ports(), config);
        loops = loopsOrNone();
        sweeper.scheduleWithFixedDelay(this::sweep, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * One for the phone of a desk, apart from the node's: on all addresses, above the ports of the node.
     *
     * @throws IllegalStateException if the system has nothing to wait for packets with
     */
    public static RtpMedia ofPhone() {
        return new RtpMedia(MediaComponent.ofPhone(), Sockets.best(), System::nanoTime, InstantSource.system(), CodecTable.STANDARD,
                AudioCodecs.inJava(), PluginCodecs.NONE);
    }

    void sweep() {
        try {
            settings.ports().sweep();
            listenAgain();
        } catch (Throwable e) { // the next round goes on
            log.error("media sockets that are not needed could not be closed", e);
        }
    }

    private synchronized void listenAgain() {
        if (tcp != null && wanted != null)
            listen(tcp, wanted);
    }

    /** What of the configuration is not in use, so that something else is. */
    List<PartWarning> warnings() {
        return warnings;
    }

    private List<RelayLoop> loopsOrNone() {
        try {
            return loops(threads, sockets, nanos);
        } catch (IllegalStateException e) {
            if (tcp != null)
                tcp.close();
            throw e;
        }
    }

    private static List<RelayLoop> loops(int threads, Sockets sockets, LongSupplier nanos) {
        var loops = new ArrayList<RelayLoop>();
        try {
            for (int i = 0; i < threads; i++)
                loops.add(new RelayLoop("rtp-relay-" + i, sockets, nanos));
        } catch (IOException e) {
            loops.forEach(RelayLoop::close);
            throw new IllegalStateException("the media relay cannot wait for packets: " + e.getMessage(), e);
        }
        return List.copyOf(loops);
    }

    private RelaySettings settings(MediaComponent.Config config) {
        if (config.conversions() < -1 || config.conversions() > 10_000)
            throw new IllegalArgumentException("conversions " + config.conversions() + " is not between 0 and 10000, or -1");
        if (config.consentToneSeconds() < 5 || config.consentToneSeconds() > 60)
            throw new IllegalArgumentException("consentToneSeconds " + config.consentToneSeconds() + " is not between 5 and 60");
        if (config.silenceSeconds() < 5 || config.silenceSeconds() > 86_400)
            throw new IllegalArgumentException(
                    "silenceSeconds " + config.silenceSeconds() + " is not between 5 and 86400");
        var addresses = MediaAddresses.of(config.bindAddress(), config.publicAddress());
        addresses.probe();
        return new RelaySettings(addresses,
                new PortPool(sockets, config.portMin(), config.portMax(),
                        Math.max(1, sockets.most(threads) / SOCKETS_OF_PAIR), new SecureRandom(), nanos, refusals),
                Duration.ofSeconds(config.silenceSeconds()), config.reports(), codecs,
                border(config, addresses), converters, mixes, spoken,
                Duration.ofSeconds(config.consentToneSeconds()));
    }

    /** Last of what may fail, as it opens and closes ports. */
    private Optional<RelaySettings.Border> border(MediaComponent.Config config, MediaAddresses addresses) {
        if (config.tcpPort() < -1 || config.tcpPort() > 65_535)
            throw new IllegalArgumentException("tcpPort " + config.tcpPort() + " is not between 0 and 65535, or -1");
        boolean listens = config.webRtc() && config.tcpPort() >= 0;
        var handshakes = config.webRtc() ? Optional.of(dtls()) : Optional.<DtlsHandshakes>empty();
        if (listens && tcp == null)
            tcp = new TcpPaths(TcpPaths.Limits.STANDARD, nanos, refusals);
        if (tcp != null) // its connections stay
            listen(tcp, listens ? new Wanted(Set.copyOf(addresses.configured()), config.tcpPort()) : new Wanted(Set.of(), 0));
        return handshakes.map(it -> new RelaySettings.Border(it, listens ? Optional.ofNullable(tcp) : Optional.empty()));
    }

    /** All else works without: a port that others have is an alarm until it is free, or another is set. */
    private void listen(TcpPaths by, Wanted where) {
        try {
            by.listen(where.addresses(), where.port());
            wanted = null;
            warn(TCP_PORT, Optional.empty());
        } catch (TcpPortException e) {
            wanted = where;
            warn(TCP_PORT, Optional.of(new PartWarning(TCP_PORT, String.valueOf(e.port()),
                    List.of(e.address(), String.valueOf(e.port()), String.valueOf(e.getMessage())),
                    "Media over TCP cannot listen on " + e.address() + " port " + e.port() + ": " + e.getMessage() + ". Browsers use UDP, and the TCP"
                            + " port of before where there was one. It is tried again within " + SWEEP.toSeconds()
                            + " s; or choose another port with trunkline.media.tcp.port, or off",
                    LocalizableText.NOTHING)));
        }
    }

    /** There is one of a code at most. */
    private void warn(String code, Optional<PartWarning> now) {
        var before = warnings.stream().filter(it -> it.code().equals(code)).findFirst();
        if (now.equals(before))
            return;
        warnings = Stream.concat(warnings.stream().filter(it -> !it.code().equals(code)), now.stream()).toList();
        now.ifPresentOrElse(it -> log.error("{}", it.message()), () -> log.info("Cleared: {}", before.orElseThrow().message()));
    }

    /** One certificate as long as the node runs. */
    private DtlsHandshakes dtls() {
        var made = dtls;
        if (made == null)
            dtls = made = new DtlsHandshakes(new SecureRandom(), clock.instant(), refusals);
        return made;
    }

    private void tellLimit(PortPool ports, MediaComponent.Config config) {
        if (ports.isShortOfFiles())
            log.info("the process may have {} files open, which is enough for the media of {} calls; for all that the "
                    + "ports {}-{} allow raise it (systemd: LimitNOFILE, shell: ulimit -n)",
                    OpenFiles.limit().orElse(0), ports.total() / PAIRS_OF_CALL, config.portMin(), config.portMax());
    }

    /** New calls get the new settings; those in progress keep theirs. Bad ones change nothing, and are among {@link #warnings}. */
    synchronized void modified(MediaComponent.Config config) {
        try {
            var was = configured;
            var now = settings(config);
            boolean samePorts = was.portMin() == config.portMin() && was.portMax() == config.portMax();
            if (!samePorts) {
                settings.ports().close();
                tellLimit(now.ports(), config);
            }
            settings = samePorts ? new RelaySettings(now.addresses(), settings.ports(), now.silence(), now.reports(),
                    now.codecs(), now.border(), now.converters(), now.mixes(), now.spoken(), now.consentTone()) : now;
            converters.limit(config.conversions());
            configured = config;
            warn(NOT_TAKEN, Optional.empty());
        } catch (IllegalArgumentException | IllegalStateException e) {
            var why = String.valueOf(e.getMessage());
            warn(NOT_TAKEN, Optional.of(new PartWarning(NOT_TAKEN, "media", List.of(why),
                    "The new media settings cannot be used, so the previous ones stay in use: " + why, LocalizableText.NOTHING)));
        }
    }

    @Override
    public MediaSession open(CallId call, Listener listener) {
        var loop = loop();
        loop.assigned().incrementAndGet();
        var self = new RtpSession[1]; // the session takes itself off the list when it closes
        var session = new RtpSession(call, listener, loop, settings, clock, pacer, () -> {
            if (open.remove(self[0]))
                loop.assigned().decrementAndGet();
        });
        self[0] = session;
        open.add(session);
        return session;
    }

    @Override
    public boolean reaches(InetAddress address) {
        return settings.addresses().reaches(address);
    }

    @Override
    public Optional<DtlsSrtp.Fingerprint> fingerprint() {
        return settings.border().map(it -> it.dtls().fingerprint());
    }

    private RelayLoop loop() {
        var fewest = Comparator.<RelayLoop>comparingInt(loop -> loop.assigned().get());
        var running = loops.stream().filter(RelayLoop::isRunning).toList();
        return running.stream().filter(loop -> loop.assigned().get() < FULL).findFirst()
                .or(() -> running.stream().min(fewest)).orElseGet(loops::getFirst); // which refuses
    }

    @Override
    public List<ConvertibleCodec> convertible() {
        return converters.convertible();
    }

    @Override
    public List<ConvertibleCodec> spoken() {
        return spoken.all();
    }

    @Override
    public boolean speaksMoreWideband() {
        return spoken.hasRoom();
    }

    @Override
    public List<Mixed> mixes() {
        return mixes.all();
    }

    @Override
    public boolean mute(CallId call, boolean muted) {
        return mixes.mute(call, muted);
    }

    @Override
    public Usage usage() {
        var ports = settings.ports();
        return new Usage(open.size(), ports.used(), ports.total());
    }

    @Override
    public BorderStatus border() {
        return new BorderStatus(Stream.of(files.table().stream(), Stream.of(converters.table(), mixes.table(), spoken.table()),
                settings.border().flatMap(RelaySettings.Border::tcp).map(TcpPaths::table).stream()).flatMap(it -> it).toList(), refusals.list(), List.of(), 0);
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        open.forEach(RtpSession::close);
        pacer.close();
        converters.close();
        mixes.close();
        loops.forEach(RelayLoop::close);
        if (tcp != null)
            tcp.close();
        settings.ports().close();
    }
}
