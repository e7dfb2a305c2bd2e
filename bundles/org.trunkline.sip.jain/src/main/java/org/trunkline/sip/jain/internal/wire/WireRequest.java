package org.trunkline.sip.jain.internal.wire;

import java.text.ParseException;
import java.time.Instant;

import javax.sip.InvalidArgumentException;
import javax.sip.address.Hop;

import gov.nist.core.Host;
import gov.nist.core.HostPort;
import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.Event;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.header.SubscriptionState;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.RouteParser;
import gov.nist.javax.sip.stack.HopImpl;

import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.stack.Routed;

/**
 * A request whose bytes are written here, once: encoding header objects at each sending costs more than the rest of
 * the transaction. The objects that the stack itself reads (matching, CANCEL, ACK to an error) are set beside them.
 */
public final class WireRequest extends SIPRequest implements Routed {
    private static final long serialVersionUID = 1L;

    private final transient OutgoingRequest source;
    private final transient Hop hop;
    private final transient SentNotice notice;
    private final byte[] bytes;

    /**
     * @param local the node's own {@code host:port} towards the hop
     * @param branch of the topmost Via
     * @throws ParseException if a URI is none
     */
    public WireRequest(OutgoingRequest source, String local, String branch, SentNotice notice) throws ParseException {
        this.source = source;
        this.notice = notice;
        this.hop = new HopImpl(hostOf(source), source.hop().address().getPort(), source.hop().transport().token());
        this.bytes = encode(source, local, branch);
        fill(local, branch);
    }

    private void fill(String local, String branch) throws ParseException {
        var line = new RequestLine(new GenericURI(source.requestUri()), source.method());
        setRequestLine(line);
        var via = new Via();
        via.setSentBy(hostPort(local));
        via.setTransport(source.hop().transport().name());
        via.setBranch(branch);
        setHeader(via);
        var from = new From();
        from.setAddress(address(source.from().uri()));
        from.setTag(source.fromTag());
        setHeader(from);
        var to = new To();
        to.setAddress(address(source.to().uri()));
        if (!source.toTag().isEmpty())
            to.setTag(source.toTag());
        setHeader(to);
        setHeader(new CallID(source.callId()));
        try {
            setHeader(new CSeq(source.cseq(), source.method()));
            setHeader(new MaxForwards(source.maxForwards()));
        } catch (InvalidArgumentException e) {
            throw new ParseException(e.getMessage(), 0);
        }
        if (source.contactUser().isPresent())
            setHeader(new Contact()); // the stack only looks whether one is there
        if (source.method().equals("NOTIFY")) { // which the stack does not send without these (RFC 6665 §8.1.1)
            setHeader(new Event());
            setHeader(new SubscriptionState());
        }
        if (!source.routes().isEmpty()) {
            var routes = new RouteList();
            for (String route : source.routes())
                routes.add((Route) ((RouteList) new RouteParser("Route: " + route + '\n').parse()).getFirst());
            setHeader(routes);
        }
    }

    @Override
    public Hop nextHop() {
        return hop;
    }

    /** Called by the stack for each sending. */
    @Override
    public byte[] encodeAsBytes(String transport) {
        notice.sent(wire());
        return bytes;
    }

    WireMessage wire() {
        return new WireMessage(Instant.now(), true, source.hop().address(), source.hop().transport(), source.callId(),
                source.fromTag(), source.toTag(), source.method(), bytes);
    }

    public OutgoingRequest source() {
        return source;
    }

    /** @param local the node's own {@code host:port} towards the hop @param branch of the topmost Via */
    public static byte[] encode(OutgoingRequest r, String local, String branch) {
        var text = new StringBuilder(1024).append(r.method()).append(' ').append(r.requestUri())
                .append(" SIP/2.0\r\nVia: SIP/2.0/").append(r.hop().transport().name()).append(' ').append(local)
                .append(";rport;branch=").append(branch).append("\r\nMax-Forwards: ").append(r.maxForwards());
        for (String route : r.routes())
            text.append("\r\nRoute: ").append(route);
        text.append("\r\nFrom: ").append(r.from().encode()).append(";tag=").append(r.fromTag()).append("\r\nTo: ")
                .append(r.to().encode());
        if (!r.toTag().isEmpty())
            text.append(";tag=").append(r.toTag());
        text.append("\r\nCall-ID: ").append(r.callId()).append("\r\nCSeq: ").append(r.cseq()).append(' ')
                .append(r.method());
        if (r.contactUser().isPresent())
            text.append("\r\nContact: <").append(contactUri(r, local)).append('>');
        for (Header header : r.headers())
            text.append("\r\n").append(header.name()).append(": ").append(header.value());
        text.append("\r\nUser-Agent: ").append(WireResponse.PRODUCT);
        return WireResponse.withBody(text, r.body());
    }

    private static String contactUri(OutgoingRequest r, String local) {
        String user = r.contactUser().orElse("");
        String scheme = r.requestUri().startsWith("sips:") ? "sips:" : "sip:"; // RFC 3261 §8.1.1.8
        String uri = user.isEmpty() ? scheme + local : scheme + user + '@' + local;
        return switch (r.hop().transport()) {
            case UDP -> uri;
            case TCP -> uri + ";transport=tcp";
            case TLS -> uri + ";transport=tls";
        };
    }

    private static String hostOf(OutgoingRequest r) {
        String text = r.hop().text();
        return text.substring(0, text.lastIndexOf(':'));
    }

    private static HostPort hostPort(String local) {
        int colon = local.lastIndexOf(':');
        var hostPort = new HostPort();
        hostPort.setHost(new Host(local.substring(0, colon)));
        hostPort.setPort(Integer.parseInt(local.substring(colon + 1)));
        return hostPort;
    }

    private static AddressImpl address(String uri) throws ParseException {
        var address = new AddressImpl();
        address.setURI(new GenericURI(uri)); // the stack copies it into an ACK, and never looks inside
        return address;
    }

}
