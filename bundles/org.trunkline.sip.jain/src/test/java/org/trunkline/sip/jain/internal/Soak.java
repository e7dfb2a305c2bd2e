package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import javax.management.JMException;
import javax.management.ObjectName;

import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.engine.port.media.Media;
import org.trunkline.sip.jain.internal.wire.NodeUnderTest;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.FakeDirectory;

/**
 * Calls at a steady rate through a listening node, ending in every way there is. Callers and callees keep nothing of
 * a call beyond its own messages, so that millions may follow one another.
 */
public final class Soak implements AutoCloseable {
    /** How a call ends; the callee reads it from the number dialled. */
    public enum Ending {
        ANSWERED, HUNG_UP_BY_CALLEE, BUSY, CANCELLED, FAILOVER, TIMEOUT, NO_ROUTE, OFFERLESS, MEDIA_SILENT
    }

    private static final int FORGET = 1000;
    /** Answered calls that nobody hangs up are a ninth, and two BYEs each: a burst that the peers' sockets hold. */
    private static final int HUSH = 200;
    private static final long AGAIN_NANOS = 2_000_000_000L;
    private static final long TOLD_NANOS = 10_000_000_000L;
    /** Calls that are on their way to being set up or ended, at most: the sockets hold some hundred datagrams. */
    private static final int UNDER_WAY = 48;
    /** Every so many calls one waits 32 s for nothing, which holds what it has as long. */
    private static final int TIMEOUTS_EVERY = 50;

    /** Said again where nothing comes of it, as phones do (RFC 3261 §17.1): a busy machine loses datagrams. */
    private record Said(Peer by, String message, long at) {
        boolean old() {
            return System.nanoTime() - at > AGAIN_NANOS;
        }
    }

    private final NodeUnderTest node;
    private final Peer caller;
    private final Peer callee;
    private final DatagramSocket deaf;
    private final Map<Ending, AtomicLong> placed = new EnumMap<>(Ending.class);
    /** By Call-ID, what the caller has said last; the callee's below are those that it hangs up. */
    private final Map<String, Said> underWay = new ConcurrentHashMap<>();
    private final Map<String, Said> hangingUp = new ConcurrentHashMap<>();
    private final AtomicLong repeated = new AtomicLong();
    private long next;
    private long told;
    private volatile boolean over;

    public Soak(NodeUnderTest node) throws IOException {
        this.node = node;
        caller = new Peer(node.address);
        callee = new Peer(node.address);
        deaf = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var good = trunk("good", callee.port());
        var mute = trunk("mute", deaf.getLocalPort());
        for (var ending : Ending.values()) {
            placed.put(ending, new AtomicLong());
            switch (ending) {
                case TIMEOUT -> node.directory.route(ending.name(), mute);
                case FAILOVER -> node.directory.route(ending.name(), trunk("refusing", callee.port()), good);
                case NO_ROUTE -> { }
                default -> node.directory.route(ending.name(), good);
            }
        }
        Thread.ofPlatform().daemon().name("soak-caller").start(() -> loop(caller, this::called));
        Thread.ofPlatform().daemon().name("soak-callee").start(() -> loop(callee, this::calling));
    }

    private static Trunk trunk(String name, int port) {
        var t = FakeDirectory.trunk(name, "127.0.0.1");
        return new Trunk(t.name(), new TrunkPeer(t.peer().host(), port, t.peer().transport(), t.peer().inboundAddresses(), t.peer().messages()), true,
                t.registration(), t.security(), new TrunkLimits(0, 0, 0, 60), t.numbers(), t.tariff());
    }

    /** Places calls, returns when all have had time to end. */
    public void run(long calls, int perSecond, boolean forget) throws IOException {
        long begun = System.nanoTime();
        told = begun;
        for (long i = 0; i < calls; i++) {
            long due = begun + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due)
                LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            if (underWay.size() >= UNDER_WAY)
                Await.until("calls go on", () -> underWay.size() < UNDER_WAY, this::repeat);
            place(next++);
            if (i % HUSH == 0)
                hush();
            if (!forget)
                continue;
            if (i % FORGET == 0)
                node.forget();
            if (System.nanoTime() > told + TOLD_NANOS)
                tell(i, calls, begun);
        }
        if (forget)
            tell(calls, calls, begun);
        Await.until("all have ended that hang up", () -> underWay.isEmpty() && hangingUp.isEmpty(), this::repeat);
        Await.until("answers have come", () -> calls(call -> call.answeredAt().isEmpty()
                && !call.to().dialled().equals(Ending.TIMEOUT.name())) == 0);
    }

    private void repeat() {
        for (var table : List.of(underWay, hangingUp))
            table.forEach((id, said) -> {
                if (said.old() && table.replace(id, said, new Said(said.by(), said.message(), System.nanoTime())))
                    again(said);
            });
    }

    private void again(Said said) {
        repeated.incrementAndGet();
        try {
            said.by().send(said.message());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Map<String, Said> table, String id, Peer by, String message) throws IOException {
        table.put(id, new Said(by, message, System.nanoTime()));
        by.send(message);
    }

    /** Calls that nobody hangs up lose their media in the end. */
    public void hush() {
        var silent = node.engine.snapshot().stream().filter(call -> call.answeredAt().isPresent()
                && call.to().dialled().equals(Ending.MEDIA_SILENT.name())).map(LiveCall::id).collect(Collectors.toSet());
        if (!silent.isEmpty())
            node.media.sessions().stream().filter(session -> session.closed == 0 && silent.contains(session.call()))
                    .forEach(session -> session.fail(Media.Failure.SILENCE, Duration.ofMinutes(1)));
    }

    /** Progress of a long run. */
    private void tell(long done, long calls, long begun) {
        told = System.nanoTime();
        double seconds = (told - begun) / 1e9;
        System.out.printf(Locale.ROOT, "soak: %,d of %,d calls in %.0f s, %.0f/s; %d live, %d under way, %d said again%n",
                done, calls, seconds, done / seconds, node.engine.snapshot().size(), underWay.size(), repeated.get());
    }

    private long calls(Predicate<LiveCall> which) {
        return node.engine.snapshot().stream().filter(which).count();
    }

    private void place(long i) throws IOException {
        var endings = Ending.values();
        var ending = endings[(int) (i % endings.length)];
        if (ending == Ending.TIMEOUT && i / endings.length % TIMEOUTS_EVERY != 0)
            ending = Ending.BUSY;
        placed.get(ending).incrementAndGet();
        String id = ending + "-" + i;
        String invite = caller.request("INVITE", id, id, "Proxy-Authorization: Fake alice\n")
                .replace("sip:bob@", "sip:" + ending + '@').replace("tag=a1", "tag=a" + i);
        if (ending != Ending.OFFERLESS)
            invite = invite.replace("Content-Length: 0\n\n", Peer.sdp(4000));
        if (ending == Ending.TIMEOUT)
            caller.send(invite);
        else
            say(underWay, id, caller, invite);
    }

    private interface Step {
        void take(String message) throws IOException;
    }

    private void loop(Peer peer, Step step) {
        while (!over)
            try {
                step.take(peer.receive());
            } catch (SocketTimeoutException e) {
                continue; // quiet
            } catch (IOException e) {
                return; // closed
            }
    }

    /** The caller hears. */
    private void called(String message) throws IOException {
        String cseq = message.startsWith("SIP/2.0") ? Peer.header(message, "CSeq").strip() : "";
        if (message.startsWith("BYE")) {
            caller.send(Peer.answer(untagged(message), 200, tag(message), ""));
            finish(message);
        } else if (cseq.endsWith("INVITE") && message.startsWith("SIP/2.0 18")) {
            if (message.contains("Call-ID: CANCELLED"))
                caller.send(onBranch(message, "CANCEL", ""));
        } else if (cseq.endsWith("INVITE") && message.startsWith("SIP/2.0 2")) {
            answered(message);
        } else if (cseq.endsWith("INVITE") && !message.startsWith("SIP/2.0 1")) {
            caller.send(onBranch(message, "ACK", ""));
            finish(message);
        } else if (cseq.endsWith("BYE")) {
            finish(message);
        }
    }

    private void finish(String message) {
        underWay.remove(callId(message));
    }

    private static String callId(String message) {
        return Peer.header(message, "Call-ID").strip();
    }

    private void answered(String ok) throws IOException {
        boolean offerless = ok.contains("Call-ID: OFFERLESS");
        caller.send(within(ok, "ACK", 1, offerless ? Peer.sdp(4000) : "Content-Length: 0\n\n"));
        if (ok.contains("Call-ID: MEDIA_SILENT"))
            finish(ok);
        else if (!ok.contains("Call-ID: HUNG_UP"))
            say(underWay, callId(ok), caller, within(ok, "BYE", 2, "Content-Length: 0\n\n"));
    }

    /** The callee hears. */
    private void calling(String message) throws IOException {
        if (message.startsWith("INVITE"))
            rung(message);
        else if (message.startsWith("CANCEL")) {
            callee.send(Peer.answer(message, 200, "b", ""));
            callee.send(Peer.answer(message.replace("CANCEL", "INVITE"), 487, "b", ""));
        } else if (message.startsWith("ACK") && hangingUp.containsKey(callId(message)))
            say(hangingUp, callId(message), callee, hangUp(message));
        else if (message.startsWith("SIP/2.0 ") && Peer.header(message, "CSeq").strip().endsWith("BYE"))
            hangingUp.remove(callId(message));
        else if (message.startsWith("BYE"))
            callee.send(Peer.answer(untagged(message), 200, tag(message), ""));
    }

    private void rung(String invite) throws IOException {
        String number = invite.substring(11, invite.indexOf('@'));
        var ending = Ending.valueOf(number);
        if (ending == Ending.BUSY) {
            callee.send(Peer.answer(invite, 486, "refused", ""));
        } else if (ending == Ending.FAILOVER && Math.floorMod(Peer.header(invite, "Call-ID").hashCode(), 2) == 0) {
            callee.send(Peer.answer(invite, 503, "refused", ""));
        } else if (ending == Ending.CANCELLED) {
            callee.send(Peer.answer(invite, 180, "b", ""));
        } else {
            String ok = Peer.answer(invite, 200, "b", "Contact: <sip:" + number + "@127.0.0.1:" + callee.port() + ">\n")
                    .replace("Content-Length: 0\n\n", Peer.sdp(5000));
            if (ending == Ending.HUNG_UP_BY_CALLEE)
                say(hangingUp, callId(invite), callee, ok);
            else
                callee.send(ok);
        }
    }

    /** Of the callee, who answered: To and From change places. */
    private String hangUp(String ack) {
        String contact = Peer.header(ack, "From").replaceAll("(?s).*<(sip:[^>]*)>.*", "$1");
        return "BYE " + "sip:node@" + node.address.getAddress().getHostAddress() + ':' + node.address.getPort()
                + " SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:" + callee.port() + ";rport;branch=z9hG4bKh"
                + Peer.header(ack, "Call-ID").strip() + "\nMax-Forwards: 70\nFrom: " + Peer.header(ack, "To").strip()
                + "\nTo: " + Peer.header(ack, "From").strip() + "\nCall-ID: " + Peer.header(ack, "Call-ID").strip()
                + "\nCSeq: 7 BYE\nX-Was: " + contact + "\nContent-Length: 0\n\n";
    }

    private String onBranch(String response, String method, String more) {
        String number = Peer.header(response, "Call-ID").replaceAll("-.*", "").strip();
        return method + " sip:" + number + "@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:" + caller.port()
                + ";rport;branch=z9hG4bK" + Peer.header(response, "Call-ID").strip() + "\nMax-Forwards: 70\nFrom: "
                + Peer.header(response, "From").strip() + "\nTo: " + (method.equals("ACK")
                        ? Peer.header(response, "To").strip() : "<sip:bob@127.0.0.1>") + "\nCall-ID: "
                + Peer.header(response, "Call-ID").strip() + "\nCSeq: 1 " + method + '\n' + more + "Content-Length: 0\n\n";
    }

    private String within(String ok, String method, int cseq, String end) {
        return method + ' ' + Peer.header(ok, "Contact").replaceAll("[<>\r]", "").strip()
                + " SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:" + caller.port() + ";rport;branch=z9hG4bK" + method
                + Peer.header(ok, "Call-ID").strip() + "\nMax-Forwards: 70\nFrom: " + Peer.header(ok, "From").strip()
                + "\nTo: " + Peer.header(ok, "To").strip() + "\nCall-ID: " + Peer.header(ok, "Call-ID").strip()
                + "\nCSeq: " + cseq + ' ' + method + '\n' + end;
    }

    private static String untagged(String request) {
        return request.replaceAll("(?m)^(To: .*);tag=[^;\r\n]*", "$1");
    }

    private static String tag(String request) {
        return Peer.header(request, "To").replaceAll("(?s).*;tag=([^;\r\n]*).*", "$1").strip();
    }

    public Map<Ending, AtomicLong> placed() {
        return placed;
    }

    /** Threads by name without numbers; those that come and go with calls would show. */
    public static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(t -> t.getName().replaceAll("\\d+", "#")).sorted().toList();
    }

    /** What is in use after a collection. */
    public static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** How many there are of each class of the product and of its SIP stack: calls, legs, mailboxes, timers, transactions. */
    public static Map<String, Long> objects() throws JMException {
        var histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                new Object[] {new String[0]}, new String[] {String[].class.getName()});
        return histogram.lines().map(line -> line.strip().split("\\s+"))
                .filter(cells -> cells.length > 3 && (cells[3].startsWith("org.trunkline.") || cells[3].startsWith("gov.nist.")))
                .collect(Collectors.toMap(cells -> cells[3], cells -> Long.parseLong(cells[1]), Long::sum));
    }

    @Override
    public void close() {
        over = true;
        caller.close();
        callee.close();
        deaf.close();
    }
}
