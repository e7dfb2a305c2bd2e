package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.sip.message.Request;

import gov.nist.javax.sip.message.SIPRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.sip.jain.internal.resolve.DnsNames;
import org.trunkline.sip.jain.internal.resolve.NameService;
import org.trunkline.sip.jain.internal.resolve.Resolver;
import org.trunkline.sip.jain.internal.resolve.Targets;
import org.trunkline.sip.jain.internal.tls.SignalingException;
import org.trunkline.sip.jain.internal.transaction.InboundTransaction;
import org.trunkline.sip.jain.internal.transaction.OutboundTransaction;
import org.trunkline.sip.jain.internal.transaction.TransactionRoom;
import org.trunkline.sip.jain.internal.transaction.Transactions;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.transport.Inbox;
import org.trunkline.sip.jain.internal.wire.HeaderName;
import org.trunkline.sip.jain.internal.wire.Wire;

/** The signalling that the engine sees: transactions and transports, with messages in the model of jain-sip. */
public final class JainSignaling implements Signaling, Inbox.AdmissionPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(JainSignaling.class);
    private static final Optional<String> OVERLOAD = Optional.of(Inbox.OVERLOAD);
    private static final Optional<String> FULL = Optional.of(TransactionRoom.FULL);

    private final Endpoints endpoints;
    private final Transactions transactions;
    private final Targets targets;
    private final Resolver resolver;
    private final Object hurry = new Object();
    private volatile AdmissionSnapshot admission = AdmissionSnapshot.NOTHING;
    private volatile @Nullable Handler handler;

    public JainSignaling(Endpoints endpoints) {
        this(endpoints, DnsNames.ofSystem());
    }

    public JainSignaling(Endpoints endpoints, NameService names) {
        this.endpoints = endpoints;
        endpoints.standing(source -> admission.standing(source));
        endpoints.calling(() -> handler().map(Handler::connected).orElse(Set.of()));
        this.transactions = new Transactions(new SignalEvents(this, endpoints), endpoints);
        this.targets = new Targets(names, endpoints::transports, InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong());
        this.resolver = new Resolver(endpoints, targets,
                host -> admission.certificateName(host));
        endpoints.guard().tables(() -> Stream.of(transactions.tables(), endpoints.tables(),
                List.of(new BorderStatus.Table("failed-targets", targets.failedNow(), 0))).flatMap(List::stream).toList());
    }

    /** Opens the sockets; messages come from now on. */
    public void open() throws SignalingException {
        endpoints.open(transactions, this, new DatagramRegistrations(this, endpoints.guard()));
    }

    public Transactions transactions() {
        return transactions;
    }

    @Override
    public AutoCloseable attach(Handler it) {
        handler = it;
        return () -> {
            if (handler == it)
                handler = null;
        };
    }

    Optional<Handler> handler() {
        return Optional.ofNullable(handler);
    }

    /** @return false where nobody takes it, or it is an ACK that nobody waits for */
    boolean deliver(SignalEvent event) {
        var taker = handler;
        if (taker == null)
            return false;
        return taker.on(event);
    }

    @Override
    public void admission(AdmissionSnapshot snapshot) {
        admission = snapshot;
    }

    @Override
    public boolean emergency(String requestUri) {
        return admission.emergency(requestUri);
    }

    @Override
    public Optional<String> busy() {
        if (transactions.full())
            return FULL;
        return admission.load().overloaded() ? OVERLOAD : Optional.empty();
    }

    @Override
    public boolean behind() {
        return admission.load().behind();
    }

    @Override
    public boolean knows(String transaction) {
        return transactions.knows(transaction);
    }

    /** One thread at a time, so that the last to tell tells what is true. */
    @Override
    public void hurryChanged() {
        synchronized (hurry) {
            handler().ifPresent(it -> it.hurried(endpoints.hurried()));
        }
    }

    @Override
    public String local(Hop towards) {
        return endpoints.local(towards.address().getAddress(), towards.transport());
    }

    @Override
    public void resolve(String host, int port, Transport transport, Consumer<Optional<Hop>> result) {
        resolver.resolve(host, port, transport, result);
    }

    @Override
    public void resolve(String host, Transport otherwise, Consumer<Optional<Hop>> result) {
        resolver.resolve(host, otherwise, result);
    }

    @Override
    public boolean failed(Hop hop) {
        return targets.failed(hop);
    }

    Targets targets() {
        return targets;
    }

    @Override
    public Optional<LocalizableText> certificateTrouble() {
        return endpoints.tls().trouble();
    }

    @Override
    public Optional<TlsCertificate> certificate() {
        return endpoints.tls().own();
    }

    @Override
    public Optional<TlsCertificate> certificateOf(String name) {
        return endpoints.tls().peers().shownBy(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public ClientTransaction send(OutgoingRequest request, Object owner) {
        try {
            return transactions.send(request, owner);
        } catch (IOException e) {
            ClientTransaction failed = () -> owner;
            notSent(failed, Transactions.problem(e));
            return failed;
        }
    }

    void notSent(ClientTransaction transaction, LocalizableText problem) {
        if (transaction.owner() instanceof OwnRequests.Pending pending)
            pending.notSent(problem);
        else
            deliver(new SignalEvent.NotSent(transaction, problem.message()));
    }

    @Override
    public void cancel(ClientTransaction invite, List<Header> headers) {
        if (!(invite instanceof OutboundTransaction sent))
            return; // it was never sent
        try {
            transactions.cancel(sent, cancelOf(sent.request(), headers), OwnRequests.NOBODY);
        } catch (IOException e) {
            LOG.debug("CANCEL to {} not sent: {}", sent.request().hop().text(), e.getMessage());
        }
    }

    private static OutgoingRequest cancelOf(OutgoingRequest invite, List<Header> headers) {
        return new OutgoingRequest(Request.CANCEL, invite.requestUri(), invite.callId(), invite.cseq(), invite.from(),
                invite.fromTag(), invite.to(), invite.toTag(), invite.maxForwards(), invite.routes(), Optional.empty(),
                invite.hop(), headers, Optional.empty());
    }

    @Override
    public Transmission acknowledge(OutgoingRequest ack) {
        try {
            return transactions.acknowledge(ack);
        } catch (IOException e) {
            LOG.debug("ACK to {} not sent: {}", ack.hop().text(), e.getMessage());
            return () -> {};
        }
    }

    @Override
    public Transmission respond(ServerTransaction transaction, OutgoingResponse response) {
        var request = (InboundTransaction) transaction;
        if (response.status() >= 200)
            judge(request.request, response);
        return request.answer(response);
    }

    /** Guessing shows in the answers that it gets. */
    private void judge(SIPRequest request, OutgoingResponse response) {
        boolean stale = false;
        for (var header : response.headers())
            stale |= header.value().contains("stale=true");
        var head = Wire.head(request);
        endpoints.guard().answered(Wire.source(request).getAddress(), response.status(), stale,
                Wire.transport(request) == Transport.UDP, () -> head.has(HeaderName.AUTHORIZATION) || head.has(HeaderName.PROXY_AUTHORIZATION));
    }

    @Override
    public void drop(ServerTransaction transaction) {
        ((InboundTransaction) transaction).drop();
    }
}
