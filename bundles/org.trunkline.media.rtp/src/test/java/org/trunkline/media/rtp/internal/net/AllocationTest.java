package org.trunkline.media.rtp.internal.net;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.media.rtp.internal.Peer;
import org.trunkline.media.rtp.internal.Relay;
import org.trunkline.media.rtp.internal.RtpSession;
import org.trunkline.media.rtp.internal.meter.Rtp;

/** A packet makes no garbage: at 40,000 a second even one object each would be felt by every call. */
class AllocationTest {
    /** Within what a side may send in a second. */
    private static final int BURST = 500;
    private static final int MOST_BURSTS = 200;
    /** The smallest object is of 16 octets. */
    private static final double MOST_PER_PACKET = 4;

    private int sequence;

    @Test
    void relayingMakesNoGarbage() throws Exception {
        assumeTrue(LinuxSockets.isHere());
        assumeTrue(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption("TieredStopAtLevel")
                .getValue().equals("4"), "the compiler that leaves objects out is off");
        try (var relay = new Relay(); var alice = new Peer(); var bob = new Peer()) {
            var session = relay.call(alice, bob);
            double least = Double.MAX_VALUE; // before it is compiled the code makes what the compiler then leaves out
            for (int i = 0; i < MOST_BURSTS && least > MOST_PER_PACKET; i++) {
                long before = allocated(session);
                burst(relay, alice, bob);
                least = Math.min(least, (double) (allocated(session) - before) / (2 * BURST));
            }
            assertTrue(least <= MOST_PER_PACKET, "octets a packet: " + least);
        }
    }

    private void burst(Relay relay, Peer from, Peer to) {
        relay.pass(Duration.ofMillis(1100));
        for (int i = 0; i < BURST; i++) {
            from.send(Rtp.voice(sequence & 0xFFFF, 1));
            assertTrue(to.receive().isPresent());
            to.send(Rtp.voice(sequence++ & 0xFFFF, 2));
            assertTrue(from.receive().isPresent());
        }
    }

    private static long allocated(MediaSession session) {
        Relay.settle(session);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(((RtpSession) session).loop().threadId());
    }
}
