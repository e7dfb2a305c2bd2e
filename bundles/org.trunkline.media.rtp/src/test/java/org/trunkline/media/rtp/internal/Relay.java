package org.trunkline.media.rtp.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.PluginCodecs;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.rtp.internal.net.Sockets;

/** A relay on loopback whose time stands still, save where a test lets it {@link #pass}. */
public final class Relay implements AutoCloseable {
    public static final Instant BEGAN = Instant.parse("2026-02-28T23:59:50Z");
    private static final int PORTS = 200;
    static final int CONVERSIONS = 2;
    private static final long UP = Duration.ofDays(9).toNanos();

    private final AtomicLong passed = new AtomicLong();
    final List<Duration> silences = new CopyOnWriteArrayList<>();
    final List<Media.Failure> failures = new CopyOnWriteArrayList<>();
    /** For how long each of them had lasted. */
    final List<Duration> lasting = new CopyOnWriteArrayList<>();
    public final RtpMedia media;

    private Relay(Sockets sockets, MediaComponent.Config config) {
        this(sockets, config, CodecTable.STANDARD);
    }

    private Relay(Sockets sockets, MediaComponent.Config config, CodecTable codecs) {
        this(sockets, config, codecs, PluginCodecs.NONE);
    }

    private Relay(Sockets sockets, MediaComponent.Config config, CodecTable codecs, PluginCodecs plugins) {
        media = new RtpMedia(config, sockets, () -> UP + passed.get(), () -> BEGAN.plusNanos(passed.get()), codecs, AudioCodecs.inJava(), plugins);
    }

    /** One that has codecs of plug-ins. */
    static Relay converting(PluginCodecs plugins) {
        return new Relay(Sockets.best(), wide(Loopback.RELAY, true), CodecTable.STANDARD, plugins);
    }

    /** One that rates streams by a table of its own. */
    static Relay rating(CodecTable codecs) {
        return new Relay(Sockets.best(), wide(Loopback.RELAY, true), codecs);
    }

    public Relay(Sockets sockets, int min, int max) {
        this(sockets, config(Loopback.RELAY, min, max, 60));
    }

    public Relay(Sockets sockets, String bind) {
        this(sockets, wide(bind, true));
    }

    public Relay(Sockets sockets) {
        this(sockets, Loopback.RELAY);
    }

    public Relay() {
        this(Sockets.best());
    }

    /** One that sends no reports of its own. */
    static Relay withoutReports() {
        return new Relay(Sockets.best(), wide(Loopback.RELAY, false));
    }

    private static MediaComponent.Config wide(String bind, boolean reports) {
        int first = Loopback.ports(PORTS);
        return config(bind, first, first + PORTS - 1, 60, reports);
    }

    static MediaComponent.Config config(String bind, int min, int max, int silence) {
        return config(bind, min, max, silence, true);
    }

    private static MediaComponent.Config config(String bind, int min, int max, int silence, boolean reports) {
        return config(bind, min, max, silence, reports, 0);
    }

    /** One that listens on that TCP port. */
    static MediaComponent.Config overTcp(int min, int max, int port) {
        return config(Loopback.RELAY, min, max, 60, true, port);
    }

    static MediaComponent.Config withoutBrowsers(int min, int max) {
        var like = config(Loopback.RELAY, min, max, 60);
        return (MediaComponent.Config) Proxy.newProxyInstance(Relay.class.getClassLoader(), new Class<?>[] {MediaComponent.Config.class},
                (_, method, _) -> method.getName().equals("webRtc") ? Boolean.FALSE : method.invoke(like));
    }

    private static MediaComponent.Config config(String bind, int min, int max, int silence, boolean reports, int tcpPort) {
        return new MediaComponent.Config() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return MediaComponent.Config.class;
            }

            @Override
            public String bindAddress() {
                return bind;
            }

            @Override
            public int portMin() {
                return min;
            }

            @Override
            public int portMax() {
                return max;
            }

            @Override
            public int silenceSeconds() {
                return silence;
            }

            @Override
            public boolean reports() {
                return reports;
            }

            @Override
            public String publicAddress() {
                return "";
            }

            @Override
            public boolean webRtc() {
                return true;
            }

            @Override
            public int tcpPort() {
                return tcpPort;
            }

            @Override
            public int consentToneSeconds() {
                return 15;
            }

            @Override
            public int conversions() {
                return CONVERSIONS;
            }
        };
    }

    public void pass(Duration time) {
        passed.addAndGet(time.toNanos());
    }

    public MediaSession open() {
        return media.open(CallId.next(Instant.EPOCH, new Random()), (call, failure, since) -> {
            if (failure == Media.Failure.SILENCE)
                silences.add(since);
            else
                fail(failure, since);
        });
    }

    private void fail(Media.Failure failure, Duration since) {
        lasting.add(since);
        failures.add(failure);
    }

    /** A call between two, ready to talk. */
    public MediaSession call(Peer caller, Peer callee) throws MediaUnavailableException {
        var session = open();
        join(session, caller, callee);
        return session;
    }

    public static void join(MediaSession session, Peer caller, Peer callee) throws MediaUnavailableException {
        tell(session, caller, callee);
        settle(session);
    }

    /** The same, save that the loop may not know of it yet. */
    static void tell(MediaSession session, Peer caller, Peer callee) throws MediaUnavailableException {
        caller.talksTo(session.port(0, LegSide.CALLER, caller.address()));
        callee.talksTo(session.port(0, LegSide.CALLEE, callee.address()));
        session.remote(0, LegSide.CALLER, caller.media(true, true));
        session.remote(0, LegSide.CALLEE, callee.media(true, true));
    }

    /** What was told to the session is done. */
    public static void settle(MediaSession session) {
        var done = new CountDownLatch(1);
        ((RtpSession) session).loop().post(done::countDown);
        await(() -> done.getCount() == 0);
    }

    /** The session's loop has seen what time it is, and what was sent to it before is passed on or dropped. */
    public static void tick(MediaSession session) {
        settle(session);
        settle(session); // it looks at the clock between two rounds
    }

    public static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end)
                throw new AssertionError("waited a minute in vain");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        media.close();
    }
}
