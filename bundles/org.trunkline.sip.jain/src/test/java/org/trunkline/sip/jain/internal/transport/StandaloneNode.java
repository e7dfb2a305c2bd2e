package org.trunkline.sip.jain.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.signaling.AddressSet;
import org.trunkline.engine.port.signaling.AddressTrie;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.AdmissionSnapshot.Load;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.sip.jain.internal.JainSignaling;
import org.trunkline.sip.jain.internal.tls.SipSettings;

/**
 * Engine and signalling alone, for load from SIPp: whatever is dialled goes to one trunk, media is not relayed, records
 * are counted. Arguments: port, trunk port, threads. Prints a line each five seconds.
 */
final class StandaloneNode {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private StandaloneNode() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int trunkPort = Integer.parseInt(args[1]);
        int threads = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        var endpoints = new Endpoints(new SipSettings(List.of(LOOPBACK), port, Set.of(Transport.UDP, Transport.TCP), threads));
        var signaling = new JainSignaling(endpoints);
        signaling.open();
        var records = new CountingSink();
        var engine = new CallEngine(new EnginePorts(signaling, new NoMedia(), new OneTrunk(trunkPort),
                StandaloneNode::register, records, new WheelScheduler()));
        engine.start();
        System.out.println("pid " + ProcessHandle.current().pid());
        while (true) {
            Thread.sleep(5000);
            System.out.println("live " + engine.count() + " total " + engine.total() + " records " + records.count
                    + " ladder entries " + records.entries + " bytes " + records.bytes + " heap MB "
                    + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() >> 20));
        }
    }

    /** Asks for credentials and believes them: what is measured is the signalling. */
    private static RegisterHandler.Reply register(RegisterHandler.Register request) {
        if (request.authorization().isEmpty())
            return new RegisterHandler.Reply(401, "", List.of("Digest realm=\"bench\", nonce=\"n\", qop=\"auth\""),
                    List.of(), OptionalInt.empty());
        return new RegisterHandler.Reply(200, "", List.of(), request.contacts().stream()
                .map(contact -> new RegisterHandler.Reply.Bound(contact.uri(), 300, contact.q())).toList(), OptionalInt.empty());
    }

    private static final class CountingSink implements CdrSink {
        final AtomicLong count = new AtomicLong();
        final AtomicLong entries = new AtomicLong();
        final AtomicLong bytes = new AtomicLong();

        @Override
        public void answered(Cdr soFar, Optional<Tariff> prices) {}

        @Override
        public void ended(Cdr cdr, Ladder ladder) {
            count.incrementAndGet();
            entries.addAndGet(ladder.entries().size());
            ladder.entries().forEach(entry -> bytes.addAndGet(entry.message().length()));
        }

        @Override
        public boolean accepting() {
            return true;
        }
    }

    private static final class NoMedia implements Media {
        private final AtomicInteger next = new AtomicInteger();

        @Override
        public MediaSession open(CallId call, Listener listener) {
            return new MediaSession() {
                @Override
                public MediaPort port(int mline, LegSide side, InetAddress towards) {
                    int rtp = 20000 + next.addAndGet(2) % 20000;
                    return new MediaPort(LOOPBACK, rtp, rtp + 1);
                }

                @Override
                public void remote(int mline, LegSide side, RemoteMedia remote) {}

                @Override
                public void remove(int mline) {}

                @Override
                public void watchSilence(boolean watch) {}

                @Override
                public List<StreamReport> reports() {
                    return List.of();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Usage usage() {
            return new Usage(0, 0, 0);
        }
    }

    private static final class OneTrunk implements Directory {
        private final Trunk trunk;

        OneTrunk(int port) {
            trunk = new Trunk("out", new TrunkPeer("127.0.0.1", port, Transport.UDP, List.of(), false), true,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
        }

        @Override
        public AdmissionSnapshot admission() {
            var everywhere = new AddressBlock(InetAddress.ofLiteral("0.0.0.0"), 0);
            return new AdmissionSnapshot(new AddressTrie<>(List.of(new AddressTrie.Entry<>(everywhere, trunk))), AddressSet.EMPTY,
                    Set.of(), Map.of(), Load.EASY);
        }

        @Override
        public Optional<Trunk> trunkAt(InetAddress source) {
            return Optional.of(trunk);
        }

        @Override
        public Optional<Trunk> trunkAt(InetSocketAddress source, String callerUser) {
            return Optional.of(trunk);
        }

        @Override
        public Optional<Trunk> trunkOfContact(String user, InetAddress source) {
            return Optional.empty();
        }

        @Override
        public AuthResult authenticate(String method, String requestUri, List<String> headers, byte[] body) {
            return new AuthResult.Denied();
        }

        @Override
        public Decision route(RouteRequest request) {
            return new Decision.ToTrunks(Direction.TRANSIT, "", Party.of(request.callerUser()),
                    Party.of(request.calledUser()),
                    List.of(new TrunkTarget(trunk, request.calledUser(), request.callerUser(), request.callerName())),
                    List.of());
        }

        @Override
        public List<Contact> contacts(String username) {
            return List.of();
        }

        @Override
        public Admission admit(String name, boolean outward) {
            return new Admission.Granted(new Lease() {
                @Override
                public void outcome(int sipStatus, boolean answered) {}

                @Override
                public void release() {}
            });
        }

        @Override
        public long revision() {
            return 1;
        }

        @Override
        public String realm() {
            return "bench";
        }

        @Override
        public Duration subscriberRingTime() {
            return Duration.ofSeconds(60);
        }
    }
}
