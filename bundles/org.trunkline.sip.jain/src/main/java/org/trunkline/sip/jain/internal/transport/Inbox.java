package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.wire.Arrival;
import org.trunkline.sip.jain.internal.wire.CopiedAnswer;
import org.trunkline.sip.jain.internal.wire.EarlyCancels;
import org.trunkline.sip.jain.internal.wire.HeaderValidator;
import org.trunkline.sip.jain.internal.wire.StatelessRefusal;

/**
 * What came over one UDP socket and waits to be read. All of it is taken out of the kernel's buffer before any is worked
 * on: what belongs to calls in progress goes first, new calls and other new requests take turns, and those for which
 * there is no time are refused at once. <b>Threads:</b> any, one at a time.
 */
public final class Inbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int MAX_DATAGRAM = 65_535;
    /** Of calls in progress: more than a loaded second has. */
    private static final int MOST = 20_000;
    private static final int AT_ONCE = 512;
    /** Between two looks into the socket while there is something to do. */
    private static final long LOOK_NANOS = 500_000;
    /** A thread that waited so long for the socket was asleep. */
    private static final long SLEPT_NANOS = 20_000;
    /** Until calls are looked after again, where nothing else comes. */
    private static final long NAP_MS = 1;
    /** So many wait that others should help. */
    private static final int MANY = 50;
    /** What a refusal for want of time is counted as. */
    public static final String OVERLOAD = "overload";

    /** Who knows what the node has time for. */
    public interface AdmissionPolicy {
        /** A request of this transaction came before. */
        boolean knows(String transaction);

        boolean emergency(String uri);

        /** No new calls, for another reason than the wait. @return what the refusal is counted as */
        Optional<String> busy();

        /** Calls that were taken from here wait for a processor: the next ones shall wait here. */
        boolean behind();

        /** {@link Inbox#hurried} says something else from now on. */
        void hurryChanged();
    }

    private final DatagramChannel channel;
    private final UdpSendQueue outlet;
    private final IngressFilter screen;
    private final LongSupplier nanos;
    private final StatelessRefusal refusal = new StatelessRefusal();
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final Queue<Arrival> first = new ArrayDeque<>();
    private final NewRequestQueue calls;
    private final NewRequestQueue others;
    private final EarlyCancels cancels = new EarlyCancels();
    /** Of the message that is looked at. */
    private HeaderValidator scan;
    private boolean callsTurn;
    private long looked;
    /** So many may lie in the socket. */
    private int unread = AT_ONCE;
    private volatile AdmissionPolicy admission;
    private volatile int waiting;
    private volatile boolean full;

    /** @param channel bound; from now on it does not block */
    Inbox(DatagramChannel channel, IngressFilter screen, AdmissionPolicy admission, LongSupplier nanos) throws IOException {
        this(channel, screen, admission, nanos, NewRequestQueue.FEW);
    }

    /** @param few new requests that are never refused for their wait */
    Inbox(DatagramChannel channel, IngressFilter screen, AdmissionPolicy admission, LongSupplier nanos, int few) throws IOException {
        calls = new NewRequestQueue(few);
        others = new NewRequestQueue(few);
        this.channel = channel;
        outlet = new UdpSendQueue(channel, () -> screen.guard().refusals().count("send-buffer-full"));
        this.screen = screen;
        this.admission = admission;
        this.nanos = nanos;
        scan = screen.scan();
        selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    void admission(AdmissionPolicy it) {
        admission = it;
    }

    /** Waits for the next message to work on. @return null once the socket is closed */
    @Nullable Arrival take() throws IOException {
        cancels.read(); // not behind the lock, which a thread that waits for a message holds
        return taken();
    }

    private synchronized @Nullable Arrival taken() throws IOException {
        while (channel.isOpen()) {
            long now = nanos.getAsLong();
            if (!empty() && now - looked > LOOK_NANOS)
                look(now);
            else if (empty() && unread > 0)
                look(now, unread);
            var next = next();
            count();
            if (next != null) {
                cancels.taken(next);
                return next;
            }
            if (!await())
                return null;
        }
        return null;
    }

    private void count() {
        boolean before = hurried();
        waiting = size();
        if (hurried() != before)
            admission.hurryChanged();
    }

    /** That wait. */
    synchronized int size() {
        return first.size() + calls.size() + others.size() + cancels.size();
    }

    private boolean empty() {
        return size() == 0;
    }

    /** Who slept finds one message as a rule, and asks for a second when that one is done. */
    private boolean await() throws IOException {
        try {
            if (!empty()) { // calls that others have no time for yet
                selector.select(_ -> {}, NAP_MS);
                looked = nanos.getAsLong() - LOOK_NANOS - 1;
                return true;
            }
            long began = nanos.getAsLong();
            selector.select(_ -> {});
            unread = nanos.getAsLong() - began > SLEPT_NANOS ? 1 : AT_ONCE;
            return true;
        } catch (ClosedSelectorException e) {
            return false;
        }
    }

    /** Takes what lies in the socket, though not for ever. */
    synchronized void look(long now) throws IOException {
        look(now, AT_ONCE);
    }

    private void look(long now, int most) throws IOException {
        looked = now;
        unread = most == AT_ONCE ? AT_ONCE : 0;
        for (int i = 0; i < most; i++) {
            var source = (InetSocketAddress) channel.receive(buffer.clear());
            if (source == null) {
                unread = 0;
                break;
            }
            if (screen.drops(source.getAddress(), true))
                continue;
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            sort(bytes, source, now);
        }
        full = calls.full(now);
    }

    private void sort(byte[] bytes, InetSocketAddress source, long now) {
        if (!screen.passes(scan, bytes, bytes.length, source, this::answer) || scan.acknowledges(refusal.mark()))
            return;
        if (scan.fresh()) {
            fresh(bytes, source, now);
            return;
        }
        var invite = EarlyCancels.invite(scan).filter(calls::knows);
        if (invite.isPresent())
            cancels.keep(invite.get(), kept(bytes, source));
        else
            progress(bytes, source);
    }

    private void progress(byte[] bytes, InetSocketAddress source) {
        if (first.size() < MOST)
            first.add(kept(bytes, source));
        else
            screen.guard().refusals().count("queue-full");
    }

    /** For threads that send through the same socket. */
    UdpSendQueue outlet() {
        return outlet;
    }

    private Arrival kept(byte[] bytes, InetSocketAddress source) {
        var arrival = new Arrival(bytes, source, scan);
        scan = scan.another();
        return arrival;
    }

    private void fresh(byte[] bytes, InetSocketAddress source, long now) {
        var transaction = scan.transaction();
        boolean call = scan.isMethod("INVITE");
        if (transaction.isEmpty() || admission.knows(transaction.get())) {
            progress(bytes, source);
            return;
        }
        var room = call ? calls : others;
        if (room.knows(transaction.get()))
            room.follow(transaction.get(), kept(bytes, source));
        else
            fresh(bytes, source, now, room, transaction.get());
    }

    private void fresh(byte[] bytes, InetSocketAddress source, long now, NewRequestQueue room, String transaction) {
        boolean call = room == calls;
        var busy = call ? admission.busy() : Optional.<String>empty();
        if (call && (room.size() > 0 || admission.behind() || busy.isPresent()) && admission.emergency(scan.uri()))
            progress(bytes, source);
        else if (busy.isPresent() || room.full(now))
            refuse(bytes, source, busy.orElse(OVERLOAD));
        else
            room.add(new NewRequestQueue.Entry(transaction, kept(bytes, source), now));
    }

    private void refuse(byte[] bytes, InetSocketAddress source, String counted) {
        screen.guard().refusals().count(counted);
        refusal.to(bytes, scan, source).ifPresentOrElse(bytes503 -> answer(bytes503, CopiedAnswer.target(scan.via(), source)),
                () -> screen.refuse(bytes, scan, source, this::answer));
    }

    private @Nullable Arrival next() {
        var next = inProgress();
        if (next != null || calls.size() + others.size() == 0)
            return next;
        callsTurn = !callsTurn;
        boolean none = calls.size() == 0 || admission.behind();
        var guest = (none || !callsTurn && others.size() > 0 ? others : calls).next();
        if (guest == null)
            return null;
        var cancel = cancels.behind(guest.key());
        if (cancel != null)
            first.add(cancel);
        return guest.arrival();
    }

    private @Nullable Arrival inProgress() {
        for (int i = first.size(); i > 0; i--) {
            var next = first.remove();
            if (!cancels.holds(next))
                return next;
            first.add(next);
        }
        return null;
    }

    /** What waits is worth another thread's help. */
    boolean hurried() {
        return waiting > MANY;
    }

    /** New calls are refused. */
    boolean full() {
        return full && waiting > 0;
    }

    private void answer(byte[] bytes, InetSocketAddress target) {
        answer(ByteBuffer.wrap(bytes), target);
    }

    private void answer(ByteBuffer bytes, InetSocketAddress target) {
        try {
            outlet.send(bytes, target, Inbox::lost);
        } catch (IOException e) {
            lost(e);
        }
    }

    private static void lost(IOException e) {
        LOG.debug("answer not sent: {}", e.getMessage());
    }

    /** The socket is closed by its opener. */
    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("selector", e);
        }
    }
}
