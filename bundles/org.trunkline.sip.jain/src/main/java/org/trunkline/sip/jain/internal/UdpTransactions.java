package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.sip.jain.internal.transaction.RecentAnswers;
import org.trunkline.sip.jain.internal.transaction.Served;
import org.trunkline.sip.jain.internal.transaction.TransactionRoom;
import org.trunkline.sip.jain.internal.transaction.UdpTimers;
import org.trunkline.sip.jain.internal.transport.Datagram;
import org.trunkline.sip.jain.internal.transport.DirectUdp;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.wire.Tokens;
import org.trunkline.sip.jain.internal.wire.TransactionKey;
import org.trunkline.sip.jain.internal.wire.Wire;

/**
 * The transactions of UDP (RFC 3261 §17). The stack's own keep requests and responses as objects and tick twice a
 * second until 32 s after the end; these keep bytes, and nothing once the final response came. <b>Threads:</b> any.
 */
public final class UdpTransactions {
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
                table.out().again(ack);
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
    private final UdpSender out;
    private final RecentAnswers answers = new RecentAnswers();
    private final Map<String, Received> received = new ConcurrentHashMap<>();
    private final Map<String, UdpClient> sent = new ConcurrentHashMap<>();
    /** Of INVITEs, which are sent no more; only their ACKs may be. */
    private final Map<String, Acknowledged> refused = new ConcurrentHashMap<>();
    private final TransactionRoom room;

    UdpTransactions(JainSignaling signaling, Endpoints endpoints) {
        this.signaling = signaling;
        this.endpoints = endpoints;
        this.out = new UdpSender(signaling, endpoints);
        this.room = new TransactionRoom(endpoints.limits().transactions());
    }

    /** So many requests wait for their answers that a new call would be too much. */
    boolean serversFull() {
        return room.full(received.size());
    }

    /** The same of those that the node sent. */
    boolean clientsFull() {
        return room.full(sent.size());
    }

    /** How full it is. */
    public List<BorderStatus.Table> tables() {
        return List.of(new BorderStatus.Table("server-transactions", received.size(), room.most()),
                new BorderStatus.Table("client-transactions", sent.size(), room.most()));
    }

    // ---- what comes

    void request(SIPRequest request, DirectUdp.Processor port, Taker taker) {
        String method = request.getMethod();
        if (method.equals(SIPRequest.ACK)) {
            acknowledge(request, taker);
            return;
        }
        String key = TransactionKey.of(request, method);
        if (repeats(key))
            return;
        var server = new UdpServer(this, request, key, port);
        if (!room.takes(received.size(), true)) {
            refuse(server);
            return;
        }
        if (received.putIfAbsent(key, server) != null)
            return; // another thread has just read the same
        if (method.equals(SIPRequest.CANCEL))
            cancel(server, taker);
        else
            taker.begin(server);
    }

    /** Answers without a transaction (RFC 3261 §8.2.7): the same request gets the same. */
    private void refuse(UdpServer server) {
        endpoints.guard().refusals().count(TransactionRoom.FULL);
        out.send(out.answer(server, OutgoingResponse.of(503, Integer.toHexString(server.key.hashCode()),
                new Header("Retry-After", "5"))));
    }

    /** Whether this request is one that came before. */
    boolean knows(String key) {
        return received.containsKey(key) || answers.has(key);
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
            out.again(answer);
        return answer != null;
    }

    /** Answers a request that came for the first time and belongs to no call, and is over with it. */
    void answered(String key, ByteBuffer answer, DirectUdp.Processor port, InetSocketAddress target) {
        answers.keep(key, answer, port, target);
        out.send(answer, port, target);
    }

    private void acknowledge(SIPRequest ack, Taker taker) {
        if (received.get(TransactionKey.of(ack, SIPRequest.INVITE)) instanceof UdpRefusal refusal)
            refusal.acknowledge();
        else
            taker.acknowledged(ack);
    }

    private void cancel(UdpServer cancel, Taker taker) {
        String key = TransactionKey.of(cancel.request, SIPRequest.INVITE);
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
        var waiting = branch == null ? null : sent(TransactionKey.of(branch, response.getCSeq().getMethod()));
        if (waiting == null)
            return false;
        waiting.response(response);
        return true;
    }

    private @Nullable Sent sent(String key) {
        Sent unanswered = sent.get(key);
        return unanswered == null ? refused.get(key) : unanswered;
    }

    /** Whether such a request went out and has no final answer yet. */
    boolean sent(String branch, String method) {
        return sent.containsKey(TransactionKey.of(branch, method));
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
        var ack = new Acknowledged(this, out.request(new OutgoingRequest(SIPRequest.ACK, invite.requestUri(),
                invite.callId(), invite.cseq(), invite.from(), invite.fromTag(), invite.to(),
                Wire.tag(response.getTo().getTag()), invite.maxForwards(), invite.routes(), Optional.empty(),
                invite.hop(), List.of(), Optional.empty()), client.branch, client.datagram.port()));
        if (room.takes(refused.size(), true)) {
            refused.put(client.key, ack);
            after(UdpTimers.LIMIT, () -> refused.remove(client.key, ack));
        }
        sent.remove(client.key, client);
        out.send(ack.ack());
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
        return new UdpClient(this, request, branch, out.request(request, branch, out.port(request)), owner);
    }

    UdpClient send(UdpClient client) throws IOException {
        if (!room.takes(sent.size(), client.within())) {
            endpoints.guard().refusals().count(TransactionRoom.FULL);
            throw new IOException("too many requests wait for their answers");
        }
        sent.put(client.key, client);
        try {
            out.transmit(client.datagram, e -> lost(client, e));
        } catch (IOException e) {
            sent.remove(client.key, client);
            throw e;
        }
        client.started();
        return client;
    }

    /** Another thread was to send it, and could not. */
    private void lost(UdpClient client, IOException e) {
        if (client.gaveUp() && sent.remove(client.key, client))
            signaling.notSent(client, OwnRequests.notSent(e.getMessage()));
    }

    /** @param cancel goes out on the INVITE's branch (RFC 3261 §9.1) */
    void cancel(UdpClient invite, OutgoingRequest cancel) throws IOException {
        invite.cancelled();
        send(prepare(cancel, invite.branch, OwnRequests.NOBODY));
    }

    UdpSender out() {
        return out;
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
}
