package org.trunkline.media.rtp.internal;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.media.rtp.internal.meter.Rtp;
import org.trunkline.media.rtp.internal.net.Sockets;

/** Calls of browsers through the relay, with the clients in the same process: how long they take to begin, and what a packet costs. */
public final class PhoneBench {
    private static final int CALLS = 200;
    private static final int PORTS = 8 * CALLS;
    private static final int SETUPS = 60;
    private static final int WARM_SECONDS = 8;
    private static final int SECONDS = 10;
    private static final Duration FRAME = Duration.ofMillis(20);

    private final List<String> results = new ArrayList<>();

    private record Call(MediaSession session, BrowserPeer browser, Peer phone) {}

    /** @param arguments the file for the results */
    public static void main(String[] arguments) throws Exception {
        var bench = new PhoneBench();
        int first = Loopback.ports(PORTS);
        try (var relay = new Relay(Sockets.best(), first, first + PORTS - 1)) {
            bench.setups(relay);
            bench.packets(relay);
        }
        Files.writeString(Path.of(arguments[0]), "[\n  " + String.join(",\n  ", bench.results) + "\n]\n");
        System.exit(0);
    }

    private void result(String name, double value, String unit, double target) {
        results.add(String.format(Locale.ROOT,
                "{\"name\": \"%s\", \"value\": %.2f, \"unit\": \"%s\", \"target\": %s, \"met\": %s, \"peer\": null}", name, value, unit,
                target, value <= target));
        System.out.printf(Locale.ROOT, "%-44s %8.2f %-12s target %s%n", name, value, unit, target);
    }

    private static Call call(Relay relay, Suite suite) throws Exception {
        var call = new Call(relay.open(), new BrowserPeer("b"), new Peer());
        call.browser.talksTo(call.session.port(0, LegSide.CALLER, call.phone.address()));
        call.phone.talksTo(call.session.port(0, LegSide.CALLEE, call.phone.address()));
        call.session.remote(0, LegSide.CALLER, call.browser.media());
        call.session.remote(0, LegSide.CALLEE, call.phone.media(true, true));
        if (!call.browser.check(true))
            throw new AssertionError("the check was not answered");
        call.browser.shakesHands(suite, relay.media.fingerprint().orElseThrow());
        return call;
    }

    private static void close(Call call) {
        call.session.close();
        call.browser.close();
        call.phone.close();
    }

    private void setups(Relay relay) throws Exception {
        var millis = new double[SETUPS];
        for (int i = 0; i < SETUPS; i++) {
            long began = System.nanoTime();
            var call = call(relay, Suite.AEAD_AES_128_GCM);
            millis[i] = (System.nanoTime() - began) / 1e6;
            close(call);
        }
        result("border ICE and DTLS, the first", millis[0], "ms", 250);
        double[] warm = Arrays.copyOfRange(millis, SETUPS / 2, SETUPS);
        Arrays.sort(warm);
        result("border ICE and DTLS, median", warm[warm.length / 2], "ms", 250);
        result("border ICE and DTLS, 95th percentile", warm[warm.length * 95 / 100], "ms", 250);
    }

    private void packets(Relay relay) throws Exception {
        for (var suite : List.of(Suite.AEAD_AES_128_GCM, Suite.AES_CM_128_HMAC_SHA1_80)) {
            var calls = new ArrayList<Call>();
            for (int i = 0; i < CALLS; i++)
                calls.add(call(relay, suite));
            int sequence = talk(relay, calls, 0, WARM_SECONDS);
            var cpu = ManagementFactory.getThreadMXBean();
            var loops = calls.stream().map(call -> ((RtpSession) call.session).loop().threadId()).distinct().toList();
            long before = packets(calls);
            long nanos = loops.stream().mapToLong(cpu::getThreadCpuTime).sum();
            talk(relay, calls, sequence, SECONDS);
            nanos = loops.stream().mapToLong(cpu::getThreadCpuTime).sum() - nanos;
            result("border CPU a packet, " + CALLS + " calls, " + (suite.isAead() ? "GCM" : "CM"), nanos / 1e3 / (packets(calls) - before), "us", 9);
            calls.forEach(PhoneBench::close);
            relay.pass(PortPool.REST.plusSeconds(1));
        }
    }

    private static long packets(List<Call> calls) {
        return calls.stream().flatMap(call -> call.session.reports().stream()).mapToLong(report -> report.packets()).sum();
    }

    /** Both sides of each call send 50 packets a second, spread over the frame. @return the next sequence number */
    private static int talk(Relay relay, List<Call> calls, int sequence, int seconds) {
        long due = System.nanoTime();
        for (int frame = 0; frame < seconds * 50; frame++) {
            for (var call : calls) {
                call.browser.says(Rtp.voice(sequence + frame, 7));
                call.phone.send(Rtp.voice(sequence + frame, 8));
                due += FRAME.toNanos() / calls.size();
                while (System.nanoTime() < due)
                    LockSupport.parkNanos(due - System.nanoTime());
            }
            relay.pass(FRAME);
            if (frame % 100 == 0)
                calls.forEach(call -> call.browser.check(true));
        }
        return sequence + seconds * 50;
    }
}
