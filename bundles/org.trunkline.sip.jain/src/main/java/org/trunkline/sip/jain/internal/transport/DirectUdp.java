package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.OIOMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.UDPMessageChannel;
import gov.nist.javax.sip.stack.UDPMessageProcessor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.guard.Screen;
import org.trunkline.sip.jain.internal.tls.Handshakes;
import org.trunkline.sip.jain.internal.wire.Arrival;

/**
 * UDP without the stack's reader thread: it reads each datagram into 16 kB of its own and hands it through a queue to
 * a thread that copies it out. Here that thread reads the socket itself ({@link Inbox}).
 */
public final class DirectUdp extends OIOMessageProcessorFactory {
    private static final Logger LOG = LoggerFactory.getLogger(DirectUdp.class);
    private static final long BREATH_NANOS = 1_000_000;

    private final int threads;
    private final Screen screen;
    private final int connections;
    private final List<DirectTcp> listeners = new CopyOnWriteArrayList<>();
    private final List<DirectTls> secure = new CopyOnWriteArrayList<>();
    private final List<Processor> processors = new CopyOnWriteArrayList<>();

    private final Handshakes handshakes;

    /** @param connections at most, of TCP and of TLS @param handshakes of all TLS listeners */
    DirectUdp(int threads, Screen screen, int connections, Handshakes handshakes) {
        this.handshakes = handshakes;
        this.connections = connections;
        this.threads = threads;
        this.screen = screen;
    }

    /** TCP connections now. */
    int connections() {
        return tables().mapToInt(Connections::count).sum();
    }

    /** Whether a connection to there is open. */
    boolean connected(Hop hop) {
        return tables().anyMatch(table -> table.has(key(hop), hop.address()));
    }

    /** A request to there got no answer. @param now in nanoseconds of the system */
    void unanswered(Hop hop, long now) {
        tables().forEach(table -> table.unanswered(key(hop), now));
    }

    private static String key(Hop hop) {
        return MessageChannel.getKey(hop.address().getAddress(), hop.address().getPort(), hop.transport().name());
    }

    /** Ends connections that nobody uses. @param now in nanoseconds of the system @param calling peers of calls */
    void reap(long now, Supplier<Set<InetSocketAddress>> calling) {
        tables().forEach(table -> table.reap(now, calling));
    }

    private Stream<Connections> tables() {
        return Stream.concat(listeners.stream().map(DirectTcp::connections), secure.stream().map(DirectTls::connections));
    }

    /** So many datagrams wait that others should help the thread that reads. */
    boolean hurried() {
        for (var processor : processors)
            if (processor.inbox.hurried())
                return true;
        return false;
    }

    /** There is no time for new calls. */
    boolean full() {
        for (var processor : processors)
            if (processor.inbox.full())
                return true;
        return false;
    }

    /** Who decides on what comes, and who answers some of it. */
    void desk(Inbox.Desk desk, Quick quick) {
        processors.forEach(processor -> {
            processor.inbox.desk(desk);
            processor.quick = quick;
        });
    }

    /** Answers what needs no parser. */
    @FunctionalInterface
    public interface Quick {
        /** @return whether it did; otherwise the parser reads it */
        boolean takes(Arrival arrival, Processor port);
    }

    /** The socket bound there. */
    Optional<Processor> on(InetAddress address) {
        return processors.stream().filter(processor -> processor.getIpAddress().equals(address)).findFirst();
    }

    @Override
    public MessageProcessor createMessageProcessor(SIPTransactionStack stack, InetAddress address, int port,
            String transport) throws IOException {
        if (transport.equalsIgnoreCase("tcp")) {
            var listener = new DirectTcp(address, stack, port, screen, connections);
            listeners.add(listener);
            return listener;
        }
        if (transport.equalsIgnoreCase("tls")) {
            var listener = new DirectTls(address, stack, port, screen, connections, handshakes);
            secure.add(listener);
            return listener;
        }
        if (!transport.equalsIgnoreCase("udp"))
            return super.createMessageProcessor(stack, address, port, transport);
        var processor = new Processor(address, stack, port, threads, screen);
        processors.add(processor);
        return processor;
    }

    /** Before anybody decides. */
    private static final class NobodyYet implements Inbox.Desk {
        @Override
        public boolean knows(String transaction) {
            return false;
        }

        @Override
        public boolean emergency(String uri) {
            return false;
        }

        @Override
        public Optional<String> busy() {
            return Optional.empty();
        }

        @Override
        public boolean behind() {
            return false;
        }
    }

    public static final class Processor extends UDPMessageProcessor {
        private final int threads;
        private final Inbox inbox;
        private volatile Quick quick = (_, _) -> false;

        Processor(InetAddress address, SIPTransactionStack stack, int port, int threads, Screen screen)
                throws IOException {
            super(address, stack, port);
            this.threads = threads;
            inbox = new Inbox(sock.getChannel(), screen, new NobodyYet(), System::nanoTime);
        }

        @Override
        public void stop() {
            super.stop();
            inbox.close();
        }

        boolean open() {
            return isRunning && !sock.isClosed();
        }

        /** The next for the stack; none once the socket is closed. */
        private @Nullable Arrival take() {
            while (open()) {
                try {
                    var arrival = inbox.take();
                    if (arrival != null && !quick.takes(arrival, this))
                        return arrival;
                } catch (IOException e) {
                    LockSupport.parkNanos(BREATH_NANOS); // closed, or an ICMP error of an earlier packet that concerns nobody here
                }
            }
            return null;
        }

        /** @param lost told where another thread sends it, and cannot */
        public void send(WireMessage message, Consumer<IOException> lost) throws IOException {
            inbox.outlet().send(ByteBuffer.wrap(message.bytes()), message.remote(), lost);
        }

        public void send(byte[] bytes, InetSocketAddress target) throws IOException {
            send(ByteBuffer.wrap(bytes), target);
        }

        public void send(ByteBuffer bytes, InetSocketAddress target) throws IOException {
            inbox.outlet().send(bytes, target, e -> LOG.debug("datagram to {} not sent: {}", target, e.getMessage()));
        }

        @Override
        public void start() {
            isRunning = true;
            var channels = new LinkedList<MessageChannel>();
            for (int i = 0; i < threads; i++)
                channels.add(new Channel(getSIPStack(), this, "sip-udp-" + getPort() + '-' + i));
            messageChannels = channels;
        }

        @Override
        public void run() {
            throw new UnsupportedOperationException("it has no thread of its own");
        }

        @Override
        public MessageChannel createMessageChannel(HostPort target) throws UnknownHostException {
            return new Channel(target.getInetAddress(), target.getPort(), getSIPStack(), this);
        }

        @Override
        public MessageChannel createMessageChannel(InetAddress host, int port) {
            return new Channel(host, port, getSIPStack(), this);
        }
    }

    public static final class Channel extends UDPMessageChannel {
        /** Reads and parses, on a thread of its own. */
        Channel(SIPTransactionStack stack, Processor processor, String thread) {
            super(stack, processor, thread);
        }

        /** Sends. */
        Channel(InetAddress target, int port, SIPTransactionStack stack, Processor processor) {
            super(target, port, stack, processor);
        }

        /** A border: without this thread the node hears nothing any more, so it goes on whatever a message does to it. */
        @Override
        public void run() {
            var reader = new DatagramReader(this, myParser);
            while (processor().open()) {
                try {
                    var arrival = processor().take();
                    if (arrival != null)
                        reader.read(arrival);
                } catch (RuntimeException e) {
                    LOG.debug("a datagram met a defect", e); // whoever finds one must not fill the log with it
                } catch (Error e) {
                    LOG.error("reading SIP datagrams goes on after a defect", e);
                }
            }
        }

        public Processor processor() {
            return (Processor) messageProcessor;
        }

        @Override
        protected void sendMessage(byte[] message, InetAddress address, int port, boolean again) throws IOException {
            if (port == -1)
                throw new IOException("no port to send to");
            processor().send(message, new InetSocketAddress(address, port));
        }

        @Override
        protected void sendMessage(byte[] message, InetAddress address, int port, String protocol, boolean again)
                throws IOException {
            sendMessage(message, address, port, again);
        }
    }
}
