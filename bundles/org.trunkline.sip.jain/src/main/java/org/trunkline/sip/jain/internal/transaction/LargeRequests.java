package org.trunkline.sip.jain.internal.transaction;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who takes over TCP what is too large for one datagram: above 1,300 bytes it may be torn on its way (RFC 3261 §18.1.1).
 * Most phones listen on UDP alone, so each is asked once in a while, and gets datagrams where nobody answers.
 * <b>Threads:</b> any; {@link #takes} blocks.
 */
public final class LargeRequests {
    public static final int LARGEST_DATAGRAM = 1300;
    private static final Logger LOG = LoggerFactory.getLogger(LargeRequests.class);
    private static final Duration KNOWN = Duration.ofMinutes(10);
    /** Longer than a round trip, and shorter than a caller notices. */
    private static final int PATIENCE_MS = 1_000;
    private static final int MOST = 4096;

    private record Known(boolean takes, Instant until) {}

    private final InstantSource clock;
    private final Map<InetSocketAddress, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Known> eldest) {
            return size() > MOST;
        }
    };

    public LargeRequests(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether somebody there takes connections. */
    public boolean takes(InetSocketAddress peer) {
        synchronized (known) {
            var told = known.get(peer);
            if (told != null && told.until().isAfter(clock.instant()))
                return told.takes();
        }
        boolean takes = answers(peer);
        LOG.debug("{} accepts large requests over {}", peer, takes ? "TCP" : "UDP only");
        keep(peer, takes);
        return takes;
    }

    /** It did not after all. */
    public void failed(InetSocketAddress peer) {
        keep(peer, false);
    }

    private void keep(InetSocketAddress peer, boolean takes) {
        synchronized (known) {
            known.put(peer, new Known(takes, clock.instant().plus(KNOWN)));
        }
    }

    private static boolean answers(InetSocketAddress peer) {
        try (var socket = new Socket()) {
            socket.connect(peer, PATIENCE_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
