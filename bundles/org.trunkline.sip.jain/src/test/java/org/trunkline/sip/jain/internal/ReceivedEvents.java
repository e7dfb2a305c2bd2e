package org.trunkline.sip.jain.internal;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.transport.Endpoints;

/** What the adapter hands up, for a test to read in place of the engine. Each REGISTER is answered with 200. */
public final class ReceivedEvents implements Signaling.Handler {
    private final BlockingQueue<SignalEvent> events = new LinkedBlockingQueue<>();
    private final Queue<WireMessage> passed = new ConcurrentLinkedQueue<>();

    /** Where an adapter on loopback listens for datagrams and connections. */
    public static InetSocketAddress address(Endpoints endpoints) {
        var loopback = InetAddress.getLoopbackAddress();
        String own = endpoints.local(loopback);
        return new InetSocketAddress(loopback, Integer.parseInt(own.substring(own.lastIndexOf(':') + 1)));
    }

    @Override
    public boolean on(SignalEvent event) {
        events.add(event);
        return true;
    }

    @Override
    public void passed(WireMessage message) {
        passed.add(message);
    }

    @Override
    public RegisterHandler registrar() {
        return request -> RegisterHandler.Reply.of(200, "");
    }

    /** The next event, which must be of this kind; waits for it. */
    public <T extends SignalEvent> T next(Class<T> kind) throws InterruptedException {
        var event = events.poll(60, TimeUnit.SECONDS);
        assertNotNull(event, "no event came");
        return assertInstanceOf(kind, event);
    }

    /** Whether no event waits to be read. */
    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** Messages that made no event. */
    public List<WireMessage> passed() {
        return List.copyOf(passed);
    }
}
