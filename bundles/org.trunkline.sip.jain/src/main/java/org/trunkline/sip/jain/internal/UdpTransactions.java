package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.OutgoingRequest;
import org.trunkline.engine.port.OutgoingResponse;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.SignalEvent;
import org.trunkline.engine.port.Transmission;
import org.trunkline.engine.port.WireMessage;

/**
 * The transactions of UDP (RFC 3261 §17). The stack's own keep requests and responses as objects and tick twice a
 * second until 32 s after the end; these keep bytes, and nothing once the final response came. <b>Threads:</b> any.
 */
final class UdpTransactions {
    static final Duration T1 = Duration.ofMillis(500);
    static final Duration T2 = Duration.ofSeconds(4);
    static final Duration T4 = Duration.ofSeconds(5);
    /** Timers B, F and H. */
    static final Duration LIMIT = T1.multipliedBy(64);
    private static final String MAGIC = "z9hG4bK";
    private static final int MAX_UNANSWERED = 50_000;
    private static final Logger LOG = LoggerFactory.getLogger(UdpTransactions.class);

    /** What a request that comes again meets. */
    sealed interface Received permits UdpServer, UdpRefusal {
        void again();
    }

    /** What a response meets. */
    sealed interface Sent permits UdpClient, Acknowledged {
        void response(SIPResponse response);
    }

    /** An INVITE that was refused: the response may come again, and so must the ACK (timer D). */
    private record Acknowledged(UdpTransactions table, Datagram ack) implements Sent {
        @Override
        public void response(SIPResponse response) {
            if (response.getStatusCode() >= 300)
                table.again(ack);
        }
    }

    /** Hears of new requests. */
    interface Taker {
        void begin(Served request);

        void cancel(Served cancel, Optional<Served> invite);

        void acknowledged(SIPRequest ack);
    }

    private final JainSignaling signaling;
    private final Endpoints endpoints;
    private final RecentAnswers answers = new RecentAnswers();
    private final Map<String, Received> received = new ConcurrentHashMap<>();
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    UdpTransactions(JainSignaling signaling, Endpoints endpoints) {
        this.signaling = signaling;
        this.endpoints = endpoints;
    }

    /** So many requests wait for their answers that another would be too much. */
    boolean full() {
        return received.size() >= MAX_UNANSWERED;
    }

    /** How full it is. */
    List<BorderStatus.Table> tables() {
        return List.of(new BorderStatus.Table("server-transactions", received.size(), MAX_UNANSWERED),
                new BorderStatus.Table("client-transactions", sent.size(), 0));
    }

    // ---- what comes

    void request(SIPRequest request, DirectUdp.Processor port, Taker taker) {
        String method = request.getMethod();
        if (method.equals(SIPRequest.ACK)) {
            acknowledge(request, taker);
            return;
        }
        String key = key(request, method);
        if (repeats(key))
            return;
        var server = new UdpServer(this, request, key, port);
        if (received.putIfAbsent(key, server) != null)
            return; // another thread has just read the same
        if (method.equals(SIPRequest.CANCEL))
            cancel(server, taker);
        else
            taker.begin(server);
    }

    /** Gives the answer that there was. @return whether a request of this key came before */
    boolean repeats(String key) {
        var known = received.get(key);
        if (known != null) {
            known.again();
            return true;
        }
        var answer = answers.to(key);
        if (answer != null)
            again(answer);
        return answer != null;
    }

    /** Answers a request that came for the first time and belongs to no call, and is over with it. */
    void answered(String key, ByteBuffer answer, DirectUdp.Processor port, InetSocketAddress target) {
        answers.keep(key, answer, port, target);
        try {
            port.send(answer, target);
        } catch (IOException e) {
            LOG.debug("answer to {} not sent: {}", target, e.getMessage());
        }
    }

    private void acknowledge(SIPRequest ack, Taker taker) {
        if (received.get(key(ack, SIPRequest.INVITE)) instanceof UdpRefusal refusal)
            refusal.acknowledge();
        else
            taker.acknowledged(ack);
    }

    private void cancel(UdpServer cancel, Taker taker) {
        String key = key(cancel.request, SIPRequest.INVITE);
        switch (received.get(key)) {
            case UdpServer invite -> taker.cancel(cancel, Optional.of(invite));
            case UdpRefusal refused -> cancel.answer(OutgoingResponse.of(200, Tokens.tag())); // too late to matter
            case null -> {
                if (answers.has(key))
                    cancel.answer(OutgoingResponse.of(200, Tokens.tag()));
                else
                    taker.cancel(cancel, Optional.empty());
            }
        }
    }

    /** @return whether anybody waits for it */
    boolean response(SIPResponse response) {
        String branch = response.getTopmostVia().getBranch();
        var waiting = branch == null ? null : sent.get(key(branch, response.getCSeq().getMethod()));
        if (waiting == null)
            return false;
        waiting.response(response);
        return true;
    }

    void deliver(UdpClient client, SIPResponse response) {
        int status = response.getStatusCode();
        if (client.invite() && status >= 300)
            refused(client, response);
        else if (status >= 200)
            sent.remove(client.key, client);
        if (client.owner() instanceof OwnRequests.Pending pending)
            pending.answered(response);
        else
            signaling.deliver(new SignalEvent.Response(client, new JainResponse(response)));
    }

    /** Acknowledges (RFC 3261 §17.1.1.3). */
    private void refused(UdpClient client, SIPResponse response) {
        var invite = client.request;
        var ack = new Acknowledged(this, datagram(new OutgoingRequest(SIPRequest.ACK, invite.requestUri(),
                invite.callId(), invite.cseq(), invite.from(), invite.fromTag(), invite.to(),
                Wire.tag(response.getTo().getTag()), invite.maxForwards(), invite.routes(), Optional.empty(),
                invite.hop(), List.of(), Optional.empty()), client.branch, client.datagram.port()));
        sent.replace(client.key, ack);
        after(LIMIT, () -> sent.remove(client.key, ack));
        send(ack.ack());
    }

    void silent(UdpClient client) {
        sent.remove(client.key, client);
        if (client.owner() instanceof OwnRequests.Pending pending)
            pending.silent();
        else
            signaling.deliver(new SignalEvent.NoResponse(client));
    }

    // ---- what goes

    /** @throws IOException where it cannot be sent */
    UdpClient send(OutgoingRequest request, Object owner) throws IOException {
        return send(prepare(request, owner));
    }

    /** Sends nothing yet. */
    UdpClient prepare(OutgoingRequest request, Object owner) throws IOException {
        return prepare(request, Tokens.branch(), owner);
    }

    private UdpClient prepare(OutgoingRequest request, String branch, Object owner) throws IOException {
        return new UdpClient(this, request, branch, datagram(request, branch, port(request)), owner);
    }

    UdpClient send(UdpClient client) throws IOException {
        sent.put(client.key, client);
        try {
            transmit(client.datagram, client.datagram.message());
        } catch (IOException e) {
            sent.remove(client.key, client);
            throw e;
        }
        client.started();
        return client;
    }

    /** @param cancel goes out on the INVITE's branch (RFC 3261 §9.1) */
    void cancel(UdpClient invite, OutgoingRequest cancel) throws IOException {
        invite.cancelled();
        send(prepare(cancel, invite.branch, OwnRequests.NOBODY));
    }

    /** Sends what needs no answer, an ACK. */
    Transmission sendOnce(OutgoingRequest request) throws IOException {
        var datagram = datagram(request, Tokens.branch(), port(request));
        send(datagram);
        return () -> again(datagram);
    }

    private DirectUdp.Processor port(OutgoingRequest request) throws IOException {
        return endpoints.datagrams(request.hop());
    }

    private Datagram datagram(OutgoingRequest r, String branch, DirectUdp.Processor port) {
        byte[] bytes = WireRequest.encode(r, endpoints.local(r.hop().address().getAddress()), branch);
        return new Datagram(port, new WireMessage(Instant.now(), true, r.hop().address(), Transport.UDP, r.callId(),
                r.fromTag(), r.toTag(), r.method(), bytes),
                JainSignaling.belongsToCall(r.method(), !r.toTag().isEmpty()));
    }

    Datagram encode(UdpServer server, OutgoingResponse response) {
        var request = server.request;
        var target = target(request);
        String reason = WireResponse.reason(response);
        byte[] bytes = WireResponse.encode(request, response, endpoints.local(target.getAddress()), Transport.UDP);
        String toTag = Wire.tag(request.getTo().getTag());
        return new Datagram(server.port, new WireMessage(Instant.now(), true, target, Transport.UDP,
                request.getCallId().getCallId(), toTag.isEmpty() ? response.toTag() : toTag,
                Wire.tag(request.getFrom().getTag()), response.status() + " " + reason, bytes),
                JainSignaling.belongsToCall(request.getMethod(), !toTag.isEmpty()));
    }

    /** Where it came from, but to the port that a Via without rport names (RFC 3581 §4, RFC 3261 §18.2.2). */
    private static InetSocketAddress target(SIPRequest request) {
        var source = Wire.source(request);
        var via = request.getTopmostVia();
        int port = via.getPort() == -1 ? 5060 : via.getPort();
        return via.getRPort() != -1 || port == source.getPort() ? source
                : new InetSocketAddress(source.getAddress(), port);
    }

    void send(Datagram datagram) {
        sendQuietly(datagram, datagram.message());
    }

    void again(Datagram datagram) {
        sendQuietly(datagram, datagram.now());
    }

    private void sendQuietly(Datagram datagram, WireMessage message) {
        try {
            transmit(datagram, message);
        } catch (IOException e) {
            LOG.debug("{} to {} not sent: {}", message.label(), message.remote(), e.getMessage());
        }
    }

    private void transmit(Datagram datagram, WireMessage message) throws IOException {
        if (datagram.noted())
            signaling.note(message);
        datagram.port().send(message);
    }

    // ---- tables

    void refused(UdpServer server, UdpRefusal refusal) {
        received.replace(server.key, server, refusal);
    }

    void answered(UdpServer server, Datagram answer) {
        answers.keep(server.key, answer);
        received.remove(server.key, server);
    }

    void forget(String key, Received it) {
        received.remove(key, it);
    }

    Scheduler.Timer after(Duration delay, Runnable task) {
        return endpoints.wheel().after(delay, task);
    }

    /** The next pause, shorter where the transaction ends before it: timers B, F and H run out at 64 times T1. */
    static Duration next(Duration pause, Duration longest, Duration waited) {
        var doubled = pause.multipliedBy(2);
        var next = doubled.compareTo(longest) > 0 ? longest : doubled;
        var left = LIMIT.minus(waited);
        return next.compareTo(left) > 0 ? left : next;
    }

    // ---- keys (RFC 3261 §17.1.3, §17.2.3)

    static String key(String branch, String method) {
        return method + ' ' + branch;
    }

    /** @param method INVITE for its ACK and CANCEL too */
    private static String key(SIPRequest request, String method) {
        var via = request.getTopmostVia();
        String branch = via.getBranch();
        if (!named(branch))
            return method + " 2543 " + request.getRequestURI() + ' ' + request.getFrom().getTag() + ' '
                    + request.getCallId().getCallId() + ' ' + request.getCSeq().getSeqNumber() + ' '
                    + via.getHeaderValue();
        return key(method, branch, via.getHost(), via.getPort());
    }

    /** @param host and port of the topmost Via, -1 where it has none */
    static String key(String method, String branch, String host, int port) {
        return method + ' ' + branch.toLowerCase(Locale.ROOT) + ' ' + host.toLowerCase(Locale.ROOT) + ':' + port;
    }

    /** A branch of RFC 3261, which alone names the transaction. */
    static boolean named(@Nullable String branch) {
        return branch != null && branch.length() > MAGIC.length()
                && branch.regionMatches(true, 0, MAGIC, 0, MAGIC.length());
    }

    /** Whether this request is one that came before. */
    boolean knows(String key) {
        return received.containsKey(key) || answers.has(key);
    }
}
