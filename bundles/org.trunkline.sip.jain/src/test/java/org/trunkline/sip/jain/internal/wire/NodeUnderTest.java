package org.trunkline.sip.jain.internal.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.sip.jain.internal.JainSignaling;
import org.trunkline.sip.jain.internal.resolve.DnsNames;
import org.trunkline.sip.jain.internal.resolve.NameService;
import org.trunkline.sip.jain.internal.tls.SignalingException;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.tls.TlsSettings;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.FakeMedia;
import org.trunkline.testkit.RecordingCdrSink;

/** Real sockets, real stack, real engine; the directory is a fake and media goes nowhere. */
public final class NodeUnderTest implements AutoCloseable {
    public final FakeDirectory directory = new FakeDirectory();
    final RecordingCdrSink cdrs = new RecordingCdrSink();
    public final FakeMedia media = new FakeMedia();
    private final AtomicLong ahead = new AtomicLong();
    /** Of the engine and of the transactions. */
    final WheelScheduler clock = new WheelScheduler(() -> System.nanoTime() + ahead.get());
    private volatile Optional<RegisterHandler.Register> registered = Optional.empty();
    public final Endpoints endpoints;
    public final CallEngine engine;
    public final InetSocketAddress address;

    public NodeUnderTest(BorderLimits limits) throws SignalingException {
        this(InetAddress.getLoopbackAddress(), limits);
    }

    public NodeUnderTest(InetAddress at, BorderLimits limits) throws SignalingException {
        this(at, limits, DnsNames.ofSystem());
    }

    public NodeUnderTest(InetAddress at, BorderLimits limits, NameService names) throws SignalingException {
        this(at, limits, names, TlsSettings.NONE);
    }

    public NodeUnderTest(InetAddress at, BorderLimits limits, NameService names, TlsSettings tls) throws SignalingException {
        this(at, limits, names, tls, List.of());
    }

    /** @param origins of pages that may open WebSockets @param web kinds of WebSockets, at any free port */
    public NodeUnderTest(InetAddress at, BorderLimits limits, NameService names, TlsSettings tls, List<String> origins, Transport... web)
            throws SignalingException {
        endpoints = new Endpoints(new SipSettings(List.of(at), 0, EnumSet.of(Transport.UDP, Transport.TCP), 1, limits, tls, origins),
                clock);
        var signaling = new JainSignaling(endpoints, names);
        signaling.open();
        for (var transport : web)
            endpoints.web(transport, Optional.of(0));
        String own = endpoints.local(at);
        address = new InetSocketAddress(at, Integer.parseInt(own.substring(own.lastIndexOf(':') + 1)));
        engine = new CallEngine(new EnginePorts(signaling, media, directory, this::register, cdrs, clock));
        engine.start();
    }

    /** Where it listens over TLS. */
    public InetSocketAddress secure() {
        return new InetSocketAddress(address.getAddress(), port(Transport.TLS));
    }

    public int port(Transport transport) {
        String own = endpoints.local(address.getAddress(), transport);
        return Integer.parseInt(own.substring(own.lastIndexOf(':') + 1));
    }

    /** What was registered last. */
    public RegisterHandler.Register registered() {
        return registered.orElseThrow();
    }

    /** Takes everybody's word, but for credentials that it does not understand. */
    private RegisterHandler.Reply register(RegisterHandler.Register request) {
        registered = Optional.of(request);
        if (!request.authorization().isEmpty())
            return new RegisterHandler.Reply(401, "", List.of("Digest realm=\"test\", nonce=\"n\""), List.of(),
                    OptionalInt.empty());
        return new RegisterHandler.Reply(200, "", List.of(), request.contacts().stream()
                .map(contact -> new RegisterHandler.Reply.Bound(contact.uri(), 300, contact.q())).toList(), OptionalInt.empty());
    }

    /** Timers come up sooner by this much. */
    void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
        clock.after(Duration.ZERO, () -> {}); // it sees that time has leapt
    }

    /** Lets go of what the fakes recorded. */
    public void forget() {
        cdrs.clear();
        media.forgetClosed();
        directory.forgetOutcomes();
    }

    public long refused(String reason) {
        return endpoints.guard().refusals().of(reason);
    }

    static BorderLimits blocking(Duration block) {
        var d = BorderLimits.DEFAULT;
        return new BorderLimits(d.messageBytes(), d.headers(), d.headerBytes(), d.parse(), d.newPerSecond(),
                d.failures(), d.challenges(), block, d.sources(), d.connections(),
                d.transactions(), d.handshakes(), d.scanners());
    }

    @Override
    public void close() {
        engine.stop();
        endpoints.close();
        clock.close();
    }
}
