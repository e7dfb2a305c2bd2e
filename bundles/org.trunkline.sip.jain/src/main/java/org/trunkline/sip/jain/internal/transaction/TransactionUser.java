package org.trunkline.sip.jain.internal.transaction;

import java.util.Optional;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.transport.Flow;

/** What is above the transactions (RFC 3261 §17): hears of new requests and of responses. <b>Threads:</b> any. */
public interface TransactionUser {
    /** A request that came for the first time. */
    void begin(InboundTransaction request);

    /** @param invite that it is to end; empty where there is none */
    void cancel(InboundTransaction cancel, Optional<InboundTransaction> invite);

    /** An ACK to a 2xx, or to nothing. */
    void acknowledged(SIPRequest ack, Flow flow);

    void answered(OutboundTransaction request, SIPResponse response);

    /** A 2xx to an INVITE that no transaction waits for. */
    void succeededLate(SIPResponse response);

    void unanswered(OutboundTransaction request);

    void notSent(OutboundTransaction request, LocalizableText problem);

    /** @return why there is no room or time for a request that begins something; counted so */
    Optional<String> refusal(SIPRequest request, Flow flow);

    /** A message of a call that nobody above hears of otherwise, such as a repeated one: for its ladder. */
    void note(WireMessage message);
}
