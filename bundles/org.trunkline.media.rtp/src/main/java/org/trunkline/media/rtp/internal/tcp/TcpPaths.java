package org.trunkline.media.rtp.internal.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.SourceKey;
import org.trunkline.engine.thread.SupervisedThread;
import org.trunkline.media.rtp.internal.ice.CheckVerifier;
import org.trunkline.media.rtp.internal.ice.IceLite;

/**
 * Passive TCP candidates (RFC 6544) of all sides that are browsers, on one port: a connection is given to a side by the USERNAME
 * of its first right connectivity check. One thread reads and writes all of them, apart from the relay loops.
 *
 * <p><b>Threads:</b> any, save where it says otherwise.
 */
public final class TcpPaths implements AutoCloseable {
    static final String FULL = "ice-tcp-full";
    static final String SOURCE_FULL = "ice-tcp-source-full";
    static final String UNPROVEN = "ice-tcp-unproven";
    static final String MALFORMED = "ice-tcp-malformed";
    /** From the connection to the first right check. The answer with the node's password may be on its way to the browser still. */
    static final Duration PROOF = Duration.ofSeconds(10);
    /** A browser checks each path it keeps every few seconds; after this its consent is long over. */
    static final Duration IDLE = IceLite.CONSENT.plusSeconds(15);
    /** A browser repeats its checks twenty times a second until one is answered. */
    private static final int MOST_TRIES = 250;
    private static final int ACCEPTED_AT_ONCE = 64;
    private static final long SWEEP_MILLIS = 250;
    /** After the system refused a connection, for want of files mostly. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int READ_AT_ONCE = 65_536;
    private static final int SEND_BUFFER = 64 * 1024;
    private static final Logger log = LoggerFactory.getLogger(TcpPaths.class);

    /**
     * What connections may take.
     *
     * @param waiting that have not proved anything
     * @param waitingOfSource the same of one source; an IPv6 network of 64 bits is one
     * @param all connections
     * @param ofEnd connections of one side
     * @param octets that wait to be written on one
     * @param octetsInAll that wait on all
     */
    public record Limits(int waiting, int waitingOfSource, int all, int ofEnd, int octets, long octetsInAll) {
        /** An office behind one address may begin 32 calls at a time. */
        public static final Limits STANDARD = new Limits(256, 32, 4000, 8, 128 * 1024, 64L * 1024 * 1024);
    }

    private final Limits limits;
    private final LongSupplier nanos;
    private final Refusals refusals;
    private final Selector selector;
    private final SupervisedThread thread;
    private final Map<InetAddress, ServerSocketChannel> listening = new LinkedHashMap<>();
    private final Map<String, TcpEnd> ends = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicLong octets = new AtomicLong();
    private volatile boolean closed;

    // of the thread
    private final Map<TcpPath, SelectionKey> paths = new LinkedHashMap<>();
    private final Map<SourceKey, Integer> waitingOfSource = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_AT_ONCE);
    private final List<ByteBuffer> packets = new ArrayList<>();
    private int waiting;
    private long sweptAt;
    /** Of each address where connections could not be accepted. */
    private final Set<SelectionKey> paused = new HashSet<>();
    private long pausedAt;
    private volatile int open;

    /** @throws IllegalStateException if the system has nothing to wait for connections with, in words for an admin */
    public TcpPaths(Limits limits, LongSupplier nanos, Refusals refusals) {
        this.limits = limits;
        this.nanos = nanos;
        this.refusals = refusals;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new IllegalStateException("media over TCP cannot wait for connections: " + e.getMessage(), e);
        }
        sweptAt = nanos.getAsLong();
        thread = SupervisedThread.start("rtp-tcp", this::run);
    }

    /**
     * Listens on that port of these addresses from now on, and no longer elsewhere; connections stay. On an error nothing changes.
     *
     * @param port 0 for any free one of each address
     * @throws TcpPortException if it cannot: others have the port, mostly
     */
    public synchronized void listen(Set<InetAddress> addresses, int port) throws TcpPortException {
        if (closed)
            return;
        var fresh = new LinkedHashMap<InetAddress, ServerSocketChannel>();
        try {
            for (var address : addresses)
                if (!isAt(address, port))
                    fresh.put(address, bind(address, port));
        } catch (TcpPortException | RuntimeException e) {
            fresh.values().forEach(TcpPaths::close);
            selector.wakeup(); // only then their ports are free
            throw e;
        }
        for (var old : List.copyOf(listening.keySet()))
            if (!addresses.contains(old) || fresh.containsKey(old))
                close(Objects.requireNonNull(listening.remove(old)));
        listening.putAll(fresh);
        selector.wakeup();
    }

    private boolean isAt(InetAddress address, int port) {
        var now = listening.get(address);
        return now != null && (port == 0 || now.socket().getLocalPort() == port);
    }

    private ServerSocketChannel bind(InetAddress address, int port) throws TcpPortException {
        try {
            var channel = ServerSocketChannel.open();
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(address, port), limits.waiting());
                channel.register(selector, SelectionKey.OP_ACCEPT);
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new TcpPortException(address, port, e);
        }
    }

    /** Where it listens for connections to that address of this machine. */
    public synchronized OptionalInt port(InetAddress local) {
        return listening.entrySet().stream().filter(it -> it.getKey().equals(local) || it.getKey().isAnyLocalAddress())
                .mapToInt(it -> it.getValue().socket().getLocalPort()).findFirst();
    }

    /**
     * A side that may have connections, once it was told which to {@link TcpEnd#expect}.
     *
     * @param loop runs what the taker does; never waits
     */
    public TcpEnd open(Executor loop, TcpEnd.Taker taker) {
        return new TcpEnd(this, loop, taker);
    }

    void expect(TcpEnd end, @Nullable CheckVerifier before, CheckVerifier now) {
        if (before != null)
            ends.remove(before.username(), end);
        ends.put(now.username(), end);
    }

    void close(TcpEnd end, CheckVerifier expected) {
        ends.remove(expected.username(), end);
        post(() -> List.copyOf(end.own()).forEach(this::drop));
    }

    void write(TcpPath path) {
        post(() -> {
            path.writes();
            flush(path);
        });
    }

    private void post(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** {@code ice-tcp}: connections open now. */
    public BorderStatus.Table table() {
        return new BorderStatus.Table("ice-tcp", open, limits.all());
    }

    private void run() throws IOException {
        while (!closed) {
            selector.select(this::ready, paths.isEmpty() && paused.isEmpty() ? 0 : SWEEP_MILLIS);
            for (var task = tasks.poll(); task != null; task = tasks.poll())
                task.run();
            long now = nanos.getAsLong();
            if (now - sweptAt >= SWEEP_MILLIS * 1_000_000) {
                sweptAt = now;
                sweep(now);
            }
        }
        List.copyOf(paths.keySet()).forEach(this::drop);
        selector.close();
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server)
                accept(key, server);
            else if (key.attachment() instanceof TcpPath path)
                ready(key, path);
        } catch (CancelledKeyException e) {
            // it was closed in this round
        }
    }

    private void ready(SelectionKey key, TcpPath path) {
        try {
            if (key.isReadable())
                read(path);
            if (key.isValid() && key.isWritable())
                flush(path);
        } catch (IOException e) {
            drop(path);
        } catch (RuntimeException | LinkageError e) { // a bug ends that one, not everybody's
            log.error("a TCP connection for media failed", e);
            drop(path);
        }
    }

    private void accept(SelectionKey key, ServerSocketChannel server) {
        try {
            for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
                var channel = server.accept();
                if (channel == null)
                    return;
                admit(channel);
            }
        } catch (IOException e) {
            if (!server.isOpen())
                return;
            log.warn("media over TCP: a connection could not be accepted: {}", e.toString());
            key.interestOps(0);
            paused.add(key);
            pausedAt = nanos.getAsLong();
        }
    }

    private void admit(SocketChannel channel) {
        try {
            if (!(channel.getRemoteAddress() instanceof InetSocketAddress from) || !hasRoom(from.getAddress())) {
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            var path = new TcpPath(this, channel, from, new FrameQueue(limits.octets(), octets, limits.octetsInAll(), nanos),
                    nanos.getAsLong());
            paths.put(path, channel.register(selector, SelectionKey.OP_READ, path));
            open = paths.size();
            waiting++;
            waitingOfSource.merge(path.source(), 1, Integer::sum);
        } catch (IOException e) {
            close(channel);
        }
    }

    private boolean hasRoom(InetAddress from) {
        if (waiting >= limits.waiting() || paths.size() >= limits.all()) {
            refusals.count(FULL);
            return false;
        }
        if (waitingOfSource.getOrDefault(SourceKey.of(from), 0) >= limits.waitingOfSource()) {
            refusals.count(SOURCE_FULL);
            return false;
        }
        return true;
    }

    private void read(TcpPath path) throws IOException {
        int read = path.channel().read(buffer.clear());
        if (read < 0) {
            drop(path);
            return;
        }
        path.heard(nanos.getAsLong());
        packets.clear(); // after a fault those of another connection are there
        boolean whole = path.reader().read(buffer.flip(), packet -> {
            if (path.end() != null || proves(path, packet))
                packets.add(packet);
        });
        var end = path.end();
        if (end != null && !packets.isEmpty())
            end.hand(packets, path);
        if (!whole)
            refuse(path, MALFORMED);
        else if (end == null && path.tried() > MOST_TRIES)
            refuse(path, UNPROVEN);
    }

    /** Whether a packet is a right check of a side, to which the connection belongs from then on. */
    private boolean proves(TcpPath path, ByteBuffer packet) {
        var end = CheckVerifier.usernameOf(packet).map(ends::get).orElse(null);
        if (end == null || !end.verifies(packet))
            return false;
        if (end.own().size() >= limits.ofEnd())
            end.own().stream().min(Comparator.comparingLong(TcpPath::heardAt)).ifPresent(this::drop);
        proved(path);
        path.belongsTo(end);
        end.own().add(path);
        return true;
    }

    private void proved(TcpPath path) {
        waiting--;
        waitingOfSource.computeIfPresent(path.source(), (_, count) -> count == 1 ? null : count - 1);
    }

    private void flush(TcpPath path) {
        var key = paths.get(path);
        if (key == null || !key.isValid())
            return;
        try {
            path.waitsFor(key, !path.queue().write(path.channel()));
        } catch (IOException e) {
            drop(path);
        }
    }

    private void sweep(long now) {
        if (now - pausedAt > PAUSE.toNanos())
            goOn();
        for (var path : List.copyOf(paths.keySet())) {
            if (path.end() == null && now - path.begunAt() > PROOF.toNanos())
                refuse(path, UNPROVEN);
            else if (now - path.heardAt() > IDLE.toNanos())
                drop(path);
        }
    }

    private void goOn() {
        for (var key : paused)
            try {
                key.interestOps(SelectionKey.OP_ACCEPT);
            } catch (CancelledKeyException e) {
                // it does not listen there any more
            }
        paused.clear();
    }

    private void refuse(TcpPath path, String why) {
        refusals.count(why);
        drop(path);
    }

    private void drop(TcpPath path) {
        if (paths.remove(path) == null)
            return;
        open = paths.size();
        path.queue().close();
        close(path.channel());
        var end = path.end();
        if (end == null)
            proved(path);
        else
            end.lost(path);
    }

    private static void close(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            log.debug("closing a TCP connection for media: {}", e.toString());
        }
    }

    /** Ends listening and all connections. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            listening.values().forEach(TcpPaths::close);
            listening.clear();
        }
        thread.stopRestarting();
        selector.wakeup();
        thread.awaitEnd(Duration.ofSeconds(4));
    }
}
