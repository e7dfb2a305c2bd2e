package org.trunkline.sip.jain.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sip.address.SipURI;
import javax.sip.address.URI;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.message.SIPRequest;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.DeviceFlow;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.engine.port.signaling.RegisterHandler.Register;
import org.trunkline.engine.port.signaling.RegisterHandler.RegisterContact;
import org.trunkline.sip.jain.internal.transaction.InboundTransaction;
import org.trunkline.sip.jain.internal.wire.Phrases;
import org.trunkline.sip.jain.internal.wire.SipTokens;

/** Hands REGISTER requests to the registrar and its answers back. */
final class RegistrarAdapter {
    /** Option tags that the registrar understands: RFC 3327, and over connections RFC 5626. */
    private static final Set<String> KNOWN = Set.of("path");
    private static final Set<String> KNOWN_OVER_CONNECTIONS = Set.of("path", "outbound");
    private static final Header OUTBOUND = new Header("Require", "outbound");
    private static final Pattern REG_ID = Pattern.compile("\\d{1,9}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");

    private final JainSignaling signaling;

    RegistrarAdapter(JainSignaling signaling) {
        this.signaling = signaling;
    }

    void answer(InboundTransaction transaction) {
        var handler = signaling.handler();
        if (handler.isEmpty()) {
            signaling.respond(transaction, OutgoingResponse.of(503, SipTokens.tag(), new Header("Retry-After", "5")));
            return;
        }
        var request = new JainRequest(transaction.request, false, transaction.flow);
        var unsupported = unsupported(request);
        if (!unsupported.isEmpty()) {
            signaling.respond(transaction, OutgoingResponse.of(420, SipTokens.tag(),
                    new Header("Unsupported", String.join(", ", unsupported))));
            return;
        }
        if (contacts(transaction.request).anyMatch(RegistrarAdapter::lastsNoTime)) {
            signaling.respond(transaction, new OutgoingResponse(400, "Bad Expires", SipTokens.tag(), Optional.empty(), List.of(),
                    Optional.empty()));
            return;
        }
        var register = read(transaction.request, request);
        RegisterHandler.Reply reply = handler.get().registrar().register(register);
        var headers = new ArrayList<Header>();
        if (reply.status() == 200)
            request.headers("Path").forEach(path -> headers.add(new Header("Path", path)));
        if (reply.status() == 200 && register.keepsFlows())
            headers.add(OUTBOUND);
        reply.challenges().forEach(c -> headers.add(new Header("WWW-Authenticate", c)));
        reply.contacts().forEach(c -> headers.add(new Header("Contact", contact(c))));
        reply.minExpires().ifPresent(s -> headers.add(new Header("Min-Expires", String.valueOf(s))));
        reply.warning().ifPresent(w -> headers.add(new Header("Warning", w)));
        reply.features().ifPresent(f -> headers.add(new Header("Feature-Caps", f)));
        signaling.respond(transaction, new OutgoingResponse(reply.status(), reply.reason(), SipTokens.tag(),
                Optional.empty(), headers, Optional.empty()));
    }

    /** RFC 3261 §10.3, step 2: before anybody asks who it is. */
    private static List<String> unsupported(JainRequest request) {
        var known = request.transport() == Transport.UDP ? KNOWN : KNOWN_OVER_CONNECTIONS;
        return request.headers("Require").stream().flatMap(line -> Stream.of(line.split(","))).map(String::strip)
                .filter(tag -> !tag.isEmpty() && !known.contains(tag.toLowerCase(Locale.ROOT))).toList();
    }

    static String contact(RegisterHandler.Reply.Bound bound) {
        return '<' + bound.uri() + ">;expires=" + bound.expires() + bound.q().map(q -> ";q=" + share(q)).orElse("");
    }

    /** At most three decimals (RFC 3261 §25.1). */
    private static String share(float q) {
        return BigDecimal.valueOf(Math.round(q * 1000), 3).stripTrailingZeros().toPlainString();
    }

    static String reason(RegisterHandler.Reply reply) {
        return reply.reason().isEmpty() ? Phrases.of(reply.status()) : reply.reason();
    }

    static Register read(SIPRequest request, JainRequest message) {
        URI to = request.getTo().getAddress().getURI();
        boolean wildcard = contacts(request).anyMatch(Contact::isWildCard);
        var contacts = contacts(request).filter(contact -> !contact.isWildCard()).map(RegistrarAdapter::contact).toList();
        String agent = message.header("User-Agent").orElse("");
        return new Register(message.requestUri(), to instanceof SipURI sip && sip.getUser() != null ? sip.getUser() : "",
                to instanceof SipURI sip ? sip.getHost() : "", message.callId(), message.cseq(), contacts, wildcard,
                expires(request, message), message.headers("Authorization"), message.source(),
                message.transport().token(), behindNat(request, message), agent, message.headers("Path"),
                outbound(request, message));
    }

    private static Stream<Contact> contacts(SIPRequest request) {
        var list = request.getContactHeaders();
        return list == null ? Stream.empty() : Stream.of(list.toArray()).filter(Contact.class::isInstance).map(Contact.class::cast);
    }

    /** The stack's parser leaves out what an int does not hold. */
    private static OptionalInt expires(SIPRequest request, JainRequest message) {
        var header = request.getExpires();
        if (header != null)
            return OptionalInt.of(header.getExpires());
        var text = message.header("Expires");
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(seconds(text.get()));
    }

    /** The stack reads such a parameter as -1, which would be the end of the binding. */
    private static boolean lastsNoTime(Contact contact) {
        String text = contact.getParameter("expires");
        return contact.hasParameter("expires") && (text == null || !SECONDS.matcher(text).matches());
    }

    /** RFC 3261 §20.19 has more seconds than an int. */
    private static int seconds(String digits) {
        return (int) Math.min(Long.parseLong(digits), Integer.MAX_VALUE);
    }

    private static RegisterContact contact(Contact contact) {
        Float q = contact.getQValue() < 0 ? null : contact.getQValue();
        return new RegisterContact(contact.getAddress().getURI().toString(),
                contact.hasParameter("expires") ? OptionalInt.of(seconds(contact.getParameter("expires"))) : OptionalInt.empty(),
                Optional.ofNullable(q), flow(contact));
    }

    private static DeviceFlow flow(Contact contact) {
        String instance = contact.getParameter("+sip.instance");
        if (instance == null)
            return DeviceFlow.NONE;
        String id = contact.getParameter("reg-id");
        return DeviceFlow.of(instance.replace("\"", ""), id != null && REG_ID.matcher(id).matches() ? Integer.parseInt(id) : 0);
    }

    /**
     * A flow is kept over a connection, where the phone's pings are answered; over UDP it would ask by STUN (RFC 5626 §4.4.2).
     * A proxy on the way has to know of it (§5.1).
     */
    private static boolean outbound(SIPRequest request, JainRequest message) {
        return message.transport() != Transport.UDP && message.lists("Supported", "outbound")
                && (request.getViaHeaders().size() == 1 || message.header("Path").filter(p -> p.contains(";ob")).isPresent());
    }

    /** The phone believes in another address than the one its packets come from. */
    private static boolean behindNat(SIPRequest request, JainRequest message) {
        String source = message.source().getAddress().getHostAddress();
        var via = request.getTopmostVia();
        int viaPort = via.getPort() == -1 ? 5060 : via.getPort();
        if (!plain(via.getHost()).equals(source) || viaPort != message.source().getPort())
            return true;
        return contacts(request).filter(contact -> !contact.isWildCard())
                .anyMatch(contact -> contact.getAddress().getURI() instanceof SipURI uri && !plain(uri.getHost()).equals(source));
    }

    private static String plain(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
