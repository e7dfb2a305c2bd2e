package org.trunkline.sip.jain.internal.transaction;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.transport.Flow;
import org.trunkline.sip.jain.internal.transport.OutgoingMessage;
import org.trunkline.sip.jain.internal.transport.Receiver;
import org.trunkline.sip.jain.internal.transport.UdpSocket;
import org.trunkline.sip.jain.internal.wire.SipTokens;
import org.trunkline.sip.jain.internal.wire.TransactionKey;
import org.trunkline.sip.jain.internal.wire.Wire;

/**
 * The transactions of all transports (RFC 3261 §17, RFC 6026). They keep bytes, and nothing but a note once the final
 * response came. <b>Threads:</b> any.
 */
public final class Transactions implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /** What a request that comes again meets. */
    sealed interface Received permits InboundTransaction, RefusedInvite {
        void again();
    }

    /** What a response meets. */
    sealed interface Sent permits OutboundTransaction, Acknowledged {
        void response(SIPResponse response);
    }

    /** An INVITE that was refused: the response may come again, and so must the ACK (timer D). */
    private record Acknowledged(Transactions table, OutgoingMessage ack) implements Sent {
        @Override
        public void response(SIPResponse response) {
            table.note(response);
            if (response.getStatusCode() >= 300)
                table.sender().again(ack);
        }
    }

    private final TransactionUser user;
    private final Endpoints endpoints;
    private final Sender sender;
    private final LargeRequests largeTakers = new LargeRequests(InstantSource.system());
    private final RecentAnswers answers = new RecentAnswers();
    private final Map<String, Received> received = new ConcurrentHashMap<>();
    private final Map<String, OutboundTransaction> sent = new ConcurrentHashMap<>();
    /** Of INVITEs, which are sent no more; only their ACKs may be. */
    private final Map<String, Acknowledged> refused = new ConcurrentHashMap<>();
    private final TransactionRoom room;
    /** Begins the tags of answers without a transaction, so that their ACKs are known. */
    private final String mark = "y" + SipTokens.tag() + '-';

    public Transactions(TransactionUser user, Endpoints endpoints) {
        this.user = user;
        this.endpoints = endpoints;
        this.sender = new Sender(user, endpoints);
        this.room = new TransactionRoom(endpoints.limits().transactions());
    }

    /** So many requests wait for their answers that a new call would be too much. */
    public boolean full() {
        return room.full(received.size()) || room.full(sent.size());
    }

    /** How full it is. */
    public List<BorderStatus.Table> tables() {
        return List.of(new BorderStatus.Table("server-transactions", received.size(), room.most()),
                new BorderStatus.Table("client-transactions", sent.size(), room.most()));
    }

    // ---- what comes

    @Override
    public void request(SIPRequest request, Flow flow) {
        String method = request.getMethod();
        if (method.equals(SIPRequest.ACK)) {
            acknowledge(request, flow);
            return;
        }
        String key = TransactionKey.of(request, method);
        if (knows(key)) {
            if (Sender.belongsToCall(method, request.getToTag() != null))
                user.note(Wire.received(request));
            repeats(key);
            return;
        }
        var why = room.takes(received.size(), true) ? user.refusal(request, flow) : Optional.of(TransactionRoom.FULL);
        if (why.isPresent()) {
            refuse(request, flow, key, why.get());
            return;
        }
        var server = new InboundTransaction(this, request, key, flow);
        if (received.putIfAbsent(key, server) != null)
            return; // another thread has just read the same
        if (method.equals(SIPRequest.CANCEL))
            cancel(server);
        else
            user.begin(server);
    }

    /** Answers without a transaction (RFC 3261 §8.2.7): the same request gets the same tag. */
    private void refuse(SIPRequest request, Flow flow, String key, String counted) {
        endpoints.guard().refusals().count(counted);
        sender.send(sender.answer(request, flow, OutgoingResponse.of(503, mark + Integer.toHexString(key.hashCode()),
                new Header("Retry-After", String.valueOf(ThreadLocalRandom.current().nextInt(2, 11))))));
    }

    /** Whether this request is one that came before. */
    public boolean knows(String key) {
        return received.containsKey(key) || answers.has(key);
    }

    /** Gives the answer that there was. @return whether a request of this key came before */
    public boolean repeats(String key) {
        var known = received.get(key);
        if (known != null) {
            known.again();
            return true;
        }
        if (!answers.has(key))
            return false;
        var answer = answers.to(key);
        if (answer != null)
            sender.again(answer);
        return true;
    }

    /** Answers a request that came for the first time and belongs to no call, and is over with it. */
    public void answered(String key, ByteBuffer answer, UdpSocket socket, InetSocketAddress target) {
        answers.keep(key, answer, socket, target);
        sender.send(answer, socket, target);
    }

    private void acknowledge(SIPRequest ack, Flow flow) {
        String tag = ack.getToTag();
        if (tag != null && tag.startsWith(mark))
            return;
        if (received.get(TransactionKey.of(ack, SIPRequest.INVITE)) instanceof RefusedInvite refusal) {
            user.note(Wire.received(ack));
            refusal.acknowledge();
        } else {
            user.acknowledged(ack, flow);
        }
    }

    private void cancel(InboundTransaction cancel) {
        String key = TransactionKey.of(cancel.request, SIPRequest.INVITE);
        switch (received.get(key)) {
            case InboundTransaction invite -> user.cancel(cancel, Optional.of(invite));
            case RefusedInvite _ -> tooLate(cancel);
            case null -> {
                if (answers.has(key))
                    tooLate(cancel);
                else
                    user.cancel(cancel, Optional.empty());
            }
        }
    }

    private void tooLate(InboundTransaction cancel) {
        user.note(Wire.received(cancel.request));
        cancel.answer(OutgoingResponse.of(200, SipTokens.tag())).wire().ifPresent(user::note);
    }

    @Override
    public void response(SIPResponse response, Flow flow) {
        String branch = response.getTopmostVia().getBranch();
        var waiting = branch == null ? null : sent(TransactionKey.of(branch, response.getCSeq().getMethod()));
        if (waiting != null)
            waiting.response(response);
        else if (response.getStatusCode() / 100 == 2 && response.getCSeq().getMethod().equals(SIPRequest.INVITE))
            user.succeededLate(response);
        else
            note(response);
    }

    /** A response that makes no event. */
    void note(SIPResponse response) {
        if (Sender.belongsToCall(response.getCSeq().getMethod(), false))
            user.note(Wire.received(response));
    }

    private @Nullable Sent sent(String key) {
        Sent unanswered = sent.get(key);
        return unanswered == null ? refused.get(key) : unanswered;
    }

    /** Whether such a request went out and has no final answer yet. */
    public boolean sent(String branch, String method) {
        return sent.containsKey(TransactionKey.of(branch, method));
    }

    void deliver(OutboundTransaction client, SIPResponse response) {
        int status = response.getStatusCode();
        if (client.invite() && status >= 300)
            refused(client, response);
        else if (status >= 200)
            sent.remove(client.key, client);
        user.answered(client, response);
    }

    /** Acknowledges (RFC 3261 §17.1.1.3). Over what is reliable the response comes once (timer D is zero). */
    private void refused(OutboundTransaction client, SIPResponse response) {
        var invite = client.request();
        var flow = client.message().flow();
        var ack = new Acknowledged(this, sender.request(new OutgoingRequest(SIPRequest.ACK, invite.requestUri(),
                invite.callId(), invite.cseq(), invite.from(), invite.fromTag(), invite.to(),
                Wire.tag(response.getTo().getTag()), invite.maxForwards(), invite.routes(), Optional.empty(),
                invite.hop(), List.of(), Optional.empty()), client.branch, flow));
        if (!flow.reliable() && room.takes(refused.size(), true)) {
            refused.put(client.key, ack);
            after(Timers.LIMIT, () -> refused.remove(client.key, ack));
        }
        sent.remove(client.key, client);
        sender.sendOwn(ack.ack());
    }

    void silent(OutboundTransaction client) {
        sent.remove(client.key, client);
        endpoints.unanswered(client.request().hop(), System.nanoTime());
        user.unanswered(client);
    }

    // ---- what goes

    /** What comes of it the user hears; the way there may take a while to open. */
    public OutboundTransaction send(OutgoingRequest request, Object owner) throws IOException {
        String branch = SipTokens.branch();
        var client = new OutboundTransaction(this, branch, sender.attempt(request, branch), owner);
        if (!room.takes(sent.size(), client.within())) {
            endpoints.guard().refusals().count(TransactionRoom.FULL);
            throw new IOException("too many requests wait for their answers");
        }
        sent.put(client.key, client);
        if (!client.message().flow().reliable() && endpoints.streams()
                && client.message().message().bytes().length > LargeRequests.LARGEST_DATAGRAM)
            Thread.ofVirtual().name("sip-large-send").start(() -> sendLarge(client));
        else
            transmit(client.sentAtOnce());
        return client;
    }

    private void transmit(OutboundTransaction client) throws IOException {
        try {
            client.message().transmit(e -> lost(client, e));
        } catch (IOException e) {
            sent.remove(client.key, client);
            throw e;
        }
        client.started();
    }

    /** What is too large for one datagram: over TCP, and where nobody takes it there, over UDP (RFC 3261 §18.1.1). */
    private void sendLarge(OutboundTransaction client) {
        var datagram = new OutboundTransaction.Attempt(client.request(), client.message());
        var peer = client.request().hop().address();
        try {
            if (largeTakers.takes(peer)) {
                client.by(sender.attempt(client.request().sentTo(new Hop(peer, Transport.TCP)), client.branch));
                sender.transmitOwn(client.message(), e -> {
                    LOG.debug("{} does not accept a large request over TCP: {}", peer, e.getMessage());
                    largeTakers.failed(peer);
                    sendLarge(client, datagram);
                });
                client.started();
            } else {
                sendLarge(client, datagram);
            }
        } catch (IOException e) {
            lost(client, e);
        }
    }

    private void sendLarge(OutboundTransaction client, OutboundTransaction.Attempt datagram) {
        client.by(datagram);
        try {
            sender.transmitOwn(datagram.message(), e -> lost(client, e));
            client.started();
        } catch (IOException e) {
            lost(client, e);
        }
    }

    /** Another thread was to send it, and could not. */
    private void lost(OutboundTransaction client, IOException e) {
        if (client.gaveUp() && sent.remove(client.key, client))
            user.notSent(client, problem(e));
    }

    /** Why a request could not be sent. */
    public static LocalizableText problem(IOException e) {
        if (e instanceof Flows.NotSpoken missing)
            return missing.said();
        Throwable deepest = e;
        while (deepest.getCause() != null)
            deepest = deepest.getCause();
        String why = String.valueOf(deepest.getMessage());
        return new LocalizableText("not-sent", List.of(why), why);
    }

    /** @param cancel goes out on the INVITE's branch (RFC 3261 §9.1) */
    public void cancel(OutboundTransaction invite, OutgoingRequest cancel, Object owner) throws IOException {
        invite.cancelled();
        var flow = invite.message().flow();
        var client = new OutboundTransaction(this, invite.branch, new OutboundTransaction.Attempt(cancel,
                sender.request(cancel, invite.branch, flow)), owner);
        if (!room.takes(sent.size(), true))
            throw new IOException("too many requests wait for their answers");
        sent.put(client.key, client);
        client.message().wire().ifPresent(user::note);
        transmit(client);
    }

    /** Sends the ACK to a 2xx, which has no transaction. */
    public Transmission acknowledge(OutgoingRequest ack) throws IOException {
        return sender.once(ack);
    }

    Sender sender() {
        return sender;
    }

    // ---- tables

    void refused(InboundTransaction server, RefusedInvite refusal) {
        received.replace(server.key, server, refusal);
    }

    /** Over what is reliable the request does not come again; an INVITE's CANCEL may still come (RFC 6026 §7.1). */
    void answered(InboundTransaction server, OutgoingMessage answer) {
        if (answer.flow() instanceof UdpSocket socket)
            answers.keep(server.key, answer, socket);
        else if (server.request.getMethod().equals(SIPRequest.INVITE))
            answers.note(server.key);
        received.remove(server.key, server);
    }

    void forget(String key, Received it) {
        received.remove(key, it);
    }

    Scheduler.Timer after(Duration delay, Runnable task) {
        return endpoints.wheel().after(delay, task);
    }
}
