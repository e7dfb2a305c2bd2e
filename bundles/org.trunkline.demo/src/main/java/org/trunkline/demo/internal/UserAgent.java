package org.trunkline.demo.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A phone or a carrier's switch: real SIP over UDP towards one node.
 *
 * <p><b>Threads:</b> all state is guarded by this object; a virtual thread reads, the pacer's timer thread repeats.
 */
final class UserAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UserAgent.class);
    private static final int[] REPEAT_MS = {500, 1000, 2000, 4000, 4000, 4000};
    private static final int REGISTER_SECONDS = 300;

    /** A request on its way. */
    private static final class Pending {
        final byte[] bytes;
        final Consumer<SipText> answers;
        int repeats;
        @Nullable Future<?> timer;

        Pending(byte[] bytes, Consumer<SipText> answers) {
            this.bytes = bytes;
            this.answers = answers;
        }
    }

    final String user;
    final Voice voice;
    final Impairment impairment;
    final Pacer pacer;
    final RandomGenerator random;
    private final InetSocketAddress node;
    private final DatagramSocket socket;
    private final Function<SipText, Behaviour> behaviour;
    private final Map<String, Pending> pending = new HashMap<>();
    private final Map<String, UaCall> calls = new HashMap<>(); // by Call-ID
    private Optional<String> password = Optional.empty();
    private @Nullable Future<?> refresh;
    private boolean closed;

    /** @param behaviour what to do with each INVITE @throws IOException if no port is to be had */
    UserAgent(String user, InetSocketAddress node, int port, Voice voice, Impairment impairment, Pacer pacer,
            RandomGenerator random, Function<SipText, Behaviour> behaviour) throws IOException {
        this.user = user;
        this.node = node;
        this.voice = voice;
        this.impairment = impairment;
        this.pacer = pacer;
        this.random = random;
        this.behaviour = behaviour;
        this.socket = new DatagramSocket(new InetSocketAddress(node.getAddress(), port));
        Thread.ofVirtual().name("demo-" + user).start(this::receive);
    }

    int port() {
        return socket.getLocalPort();
    }

    InetAddress address() {
        return socket.getLocalAddress();
    }

    /** {@code host:port} of the node. */
    String nodeText() {
        return text(node);
    }

    String ownText() {
        return text(new InetSocketAddress(address(), port()));
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
    }

    String token() {
        return Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
    }

    /** Registers now and again before it expires. */
    synchronized void register(String secret) {
        password = Optional.of(secret);
        register(token(), 1, "", REGISTER_SECONDS);
    }

    private synchronized void register(String callId, long cseq, String authorization, int expires) {
        if (closed && expires > 0)
            return;
        String uri = "sip:" + nodeText();
        send("REGISTER", head("REGISTER", uri, "z9hG4bK" + token(), callId, cseq, aor(user), token(), aor(user), "",
                authorization) + "Expires: " + expires + "\r\n", "", answer -> {
                    if (answer.status() == 401 && authorization.isEmpty())
                        register(callId, cseq + 1, authorize(answer, "REGISTER", uri), expires);
                    else if (answer.status() >= 300)
                        LOG.warn("Demo phone {} is not registered: {}", user, answer.start());
                    if (answer.status() == 200 && expires > 0)
                        refresh = pacer.after(REGISTER_SECONDS * 700L,
                                () -> register(callId, cseq + 2, "", REGISTER_SECONDS));
                });
    }

    String aor(String name) {
        return "sip:" + name + '@' + nodeText();
    }

    /** Authorization or Proxy-Authorization header line for a challenge; empty where there is no password. */
    String authorize(SipText challenge, String method, String uri) {
        boolean proxy = challenge.status() == 407;
        var challenges = challenge.all(proxy ? "proxy-authenticate" : "www-authenticate");
        if (password.isEmpty() || challenges.isEmpty())
            return "";
        return (proxy ? "Proxy-Authorization: " : "Authorization: ")
                + Digest.answer(challenges.getFirst(), user, password.get(), method, uri, token()) + "\r\n";
    }

    /**
     * Places a call.
     *
     * @param as user part to call from
     * @param target user part to dial
     * @param patienceMs until it cancels, where nobody answers
     * @param talkMs until it hangs up
     */
    synchronized void call(String as, String target, int patienceMs, int talkMs) throws IOException {
        call(as, target, patienceMs, talkMs, _ -> {});
    }

    /** @param up told when it is answered */
    synchronized void call(String as, String target, int patienceMs, int talkMs, Consumer<UaCall> up) throws IOException {
        var call = new UaCall(this, token(), aor(as), aor(target), talkMs, up);
        calls.put(call.callId(), call);
        call.invite(patienceMs);
    }

    /** Calls up now. */
    synchronized int count() {
        return calls.size();
    }

    synchronized void ended(UaCall call) {
        calls.remove(call.callId());
    }

    /** Request line and the headers that every request has. */
    String head(String method, String uri, String branch, String callId, long cseq, String from, String fromTag,
            String to, String toTag, String more) {
        return method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + ownText() + ";rport;branch=" + branch
                + "\r\nMax-Forwards: 70\r\nFrom: <" + from + ">;tag=" + fromTag + "\r\nTo: <" + to + '>'
                + (toTag.isEmpty() ? "" : ";tag=" + toTag) + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq
                + ' ' + method + "\r\nContact: <sip:" + user + '@' + ownText() + ">\r\nUser-Agent: Trunkline demo\r\n"
                + more;
    }

    static String withBody(String head, String sdp) {
        return head + (sdp.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: "
                + sdp.getBytes(UTF_8).length + "\r\n\r\n" + sdp;
    }

    /** Sends a request and repeats it until something comes back. */
    synchronized void send(String method, String head, String sdp, Consumer<SipText> answers) {
        byte[] bytes = withBody(head, sdp).getBytes(UTF_8);
        String branch = SipText.parse(bytes, bytes.length).map(SipText::branch).orElseThrow();
        var it = new Pending(bytes, answers);
        pending.put(branch + method, it);
        transmit(branch + method, it);
    }

    private synchronized void transmit(String key, Pending it) {
        if (pending.get(key) != it || closed && !key.endsWith("BYE") && !key.endsWith("REGISTER"))
            return;
        sendNow(it.bytes);
        if (it.repeats < REPEAT_MS.length)
            it.timer = pacer.after(REPEAT_MS[it.repeats++], () -> transmit(key, it));
        else
            pending.remove(key);
    }

    void sendNow(byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, node));
        } catch (IOException e) {
            LOG.debug("demo {} not sent: {}", user, e.getMessage());
        }
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[16384], 16384);
        while (!socket.isClosed()) {
            try {
                packet.setLength(16384);
                socket.receive(packet);
                SipText.parse(packet.getData(), packet.getLength()).ifPresent(this::take);
            } catch (IOException e) {
                LOG.debug("demo {} stops: {}", user, e.getMessage());
            } catch (RuntimeException e) { // a message that no phone would send: the next may be better
                LOG.debug("demo {} cannot read a message", user, e);
            }
        }
    }

    private synchronized void take(SipText message) {
        if (message.isResponse())
            answered(message);
        else
            asked(message);
    }

    private void answered(SipText response) {
        String key = response.branch() + response.method();
        var it = pending.get(key);
        if (it == null) {
            var call = calls.get(response.header("call-id"));
            if (call != null && response.status() >= 200 && response.method().equals("INVITE"))
                call.answeredAgain(response);
            return;
        }
        if (it.timer != null)
            it.timer.cancel(false);
        if (response.status() >= 200)
            pending.remove(key);
        it.answers.accept(response);
    }

    private void asked(SipText request) {
        var call = calls.get(request.header("call-id"));
        switch (request.method()) {
            case "INVITE" -> {
                if (call == null && request.toTag().isEmpty())
                    ring(request);
                else if (call != null)
                    call.invitedAgain(request);
            }
            case "ACK" -> {
                if (call != null)
                    call.acknowledged(request);
            }
            case "NOTIFY" -> {
                reply(request, 200, "OK", "", "");
                if (call != null)
                    call.told(request);
            }
            case "CANCEL" -> {
                reply(request, 200, "OK", "", "");
                if (call != null)
                    call.cancelled();
            }
            case "BYE" -> {
                reply(request, 200, "OK", "", "");
                if (call != null)
                    call.hungUp();
            }
            default -> reply(request, 200, "OK", "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS\r\n", "");
        }
    }

    private void ring(SipText invite) {
        var call = new UaCall(this, invite);
        calls.put(call.callId(), call);
        call.receive(behaviour.apply(invite));
    }

    /** Answers a request. @param more header lines */
    byte[] reply(SipText request, int status, String reason, String more, String sdp) {
        return reply(request, status, reason, "demo" + port(), more, sdp);
    }

    byte[] reply(SipText request, int status, String reason, String toTag, String more, String sdp) {
        var text = new StringBuilder("SIP/2.0 ").append(status).append(' ').append(reason).append("\r\n");
        request.all("via").forEach(via -> text.append("Via: ").append(via).append("\r\n"));
        String to = request.header("to");
        text.append("From: ").append(request.header("from")).append("\r\nTo: ").append(to)
                .append(request.toTag().isEmpty() && status > 100 ? ";tag=" + toTag : "").append("\r\nCall-ID: ")
                .append(request.header("call-id")).append("\r\nCSeq: ").append(request.header("cseq"))
                .append("\r\nContact: <sip:").append(user).append('@').append(ownText())
                .append(">\r\nUser-Agent: Trunkline demo\r\n").append(more);
        byte[] bytes = withBody(text.toString(), sdp).getBytes(UTF_8);
        sendNow(bytes);
        return bytes;
    }

    /** Hangs up all calls and takes the registration back; the socket goes a moment later. */
    @Override
    public synchronized void close() {
        if (closed)
            return;
        for (UaCall call : calls.values().toArray(UaCall[]::new))
            call.hangUp();
        closed = true;
        if (refresh != null)
            refresh.cancel(false);
        if (password.isPresent())
            register(token(), 1, "", 0);
        pacer.after(1000, socket::close);
    }
}
