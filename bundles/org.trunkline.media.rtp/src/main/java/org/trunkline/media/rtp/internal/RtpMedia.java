package org.trunkline.media.rtp.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.Media;
import org.trunkline.engine.port.MediaSession;

/** Relays media over UDP sockets of this machine, one or two threads for all calls. */
final class RtpMedia implements Media, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RtpMedia.class);

    private final Sockets sockets;
    private final LongSupplier nanos;
    private final List<RelayLoop> loops;
    private final Set<RtpSession> open = ConcurrentHashMap.newKeySet();
    private volatile RelaySettings settings;
    private volatile MediaPart.Config configured;

    /**
     * @param nanos a clock such as {@link System#nanoTime()}
     * @throws IllegalArgumentException if the configuration does not hold, in words for an admin
     */
    RtpMedia(MediaPart.Config config, Sockets sockets, LongSupplier nanos) {
        this.sockets = sockets;
        this.nanos = nanos;
        settings = settings(config);
        configured = config;
        // a thread passes on some 150,000 packets a second, 1,500 calls; calls must not starve the signalling of cores
        int threads = Runtime.getRuntime().availableProcessors() >= 4 ? 2 : 1;
        loops = IntStream.range(0, threads).mapToObj(i -> new RelayLoop("rtp-relay-" + i, sockets, nanos)).toList();
    }

    private RelaySettings settings(MediaPart.Config config) {
        if (config.silenceSeconds() < 5 || config.silenceSeconds() > 86_400)
            throw new IllegalArgumentException(
                    "silenceSeconds " + config.silenceSeconds() + " is not between 5 and 86400");
        var addresses = LocalAddresses.of(config.bindAddress());
        addresses.probe();
        return new RelaySettings(addresses,
                new PortPool(sockets, config.portMin(), config.portMax(), new SecureRandom(), nanos),
                Duration.ofSeconds(config.silenceSeconds()));
    }

    /** New calls get the new settings; those in progress keep theirs. Bad ones change nothing. */
    void modified(MediaPart.Config config) {
        try {
            var was = configured;
            var now = settings(config);
            boolean samePorts = was.portMin() == config.portMin() && was.portMax() == config.portMax();
            if (!samePorts)
                settings.ports().close();
            settings = samePorts ? new RelaySettings(now.addresses(), settings.ports(), now.silence()) : now;
            configured = config;
        } catch (IllegalArgumentException e) {
            log.error("the media configuration is not taken over, the former stays: {}", e.getMessage());
        }
    }

    @Override
    public MediaSession open(CallId call, Listener listener) {
        var loop = loops.stream().min(Comparator.comparingInt(RelayLoop::load)).orElseThrow();
        var self = new RtpSession[1]; // the session takes itself off the list when it closes
        var session = new RtpSession(call, listener, loop, settings, () -> open.remove(self[0]));
        self[0] = session;
        open.add(session);
        return session;
    }

    @Override
    public Usage usage() {
        var ports = settings.ports();
        return new Usage(open.size(), ports.used(), ports.total());
    }

    @Override
    public void close() {
        open.forEach(RtpSession::close);
        loops.forEach(RelayLoop::close);
        settings.ports().close();
    }
}
