package org.trunkline.sip.jain.internal;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.sip.address.Address;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;

import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.message.SIPMessage;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.IncomingMessage;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.sip.jain.internal.wire.Wire;

/** A message of the stack, read lazily. */
abstract class JainMessage implements IncomingMessage {
    private final SIPMessage message;
    private final String fromTag;
    private final String toTag;

    JainMessage(SIPMessage message) {
        this.message = message;
        this.fromTag = Wire.tag(message.getFrom().getTag());
        this.toTag = Wire.tag(message.getTo().getTag());
    }

    @Override
    public String method() {
        return message.getCSeq().getMethod();
    }

    @Override
    public String callId() {
        return message.getCallId().getCallId();
    }

    @Override
    public NameAddress from() {
        return nameAddress(message.getFrom().getAddress());
    }

    @Override
    public String fromTag() {
        return fromTag;
    }

    @Override
    public NameAddress to() {
        return nameAddress(message.getTo().getAddress());
    }

    @Override
    public String toTag() {
        return toTag;
    }

    @Override
    public long cseq() {
        return message.getCSeq().getSeqNumber();
    }

    @Override
    public Optional<String> contact() {
        var contacts = message.getContactHeaders();
        if (contacts == null || contacts.isEmpty() || !(contacts.getFirst() instanceof ContactHeader first)
                || first.getAddress() == null || first.getAddress().isWildcard())
            return Optional.empty();
        return Optional.of(first.getAddress().getURI().toString());
    }

    @Override
    public List<String> headers(String name) {
        return Wire.head(message).of(name);
    }

    @Override
    public List<String> recordRoutes() {
        var list = message.getRecordRouteHeaders();
        if (list == null)
            return List.of();
        var routes = new ArrayList<String>();
        for (Object header : list)
            if (header instanceof RecordRoute route)
                routes.add(route.getHeaderValue());
        return routes;
    }

    @Override
    public Optional<Body> body() {
        byte[] content = message.getRawContent();
        if (content == null || content.length == 0)
            return Optional.empty();
        var type = message.getContentTypeHeader();
        return Optional.of(new Body(type == null ? "" : contentType(type), content));
    }

    /** Only of parts the parameters matter: they name the boundary. */
    private static String contentType(ContentTypeHeader type) {
        if (type.getContentType().equalsIgnoreCase("multipart") && type.getParameter("boundary") != null)
            return type.getContentType() + '/' + type.getContentSubType() + ";boundary=\"" + type.getParameter("boundary") + '"';
        return type.getContentType() + '/' + type.getContentSubType();
    }

    @Override
    public InetSocketAddress source() {
        return Wire.source(message);
    }

    @Override
    public Transport transport() {
        return Wire.transport(message);
    }

    private static NameAddress nameAddress(Address address) {
        String name = address.getDisplayName();
        return new NameAddress(name == null ? "" : unescape(name), address.getURI().toString());
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0)
            return text;
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length())
                i++;
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }
}
