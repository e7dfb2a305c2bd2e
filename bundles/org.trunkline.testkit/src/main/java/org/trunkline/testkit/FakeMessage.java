package org.trunkline.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingMessage;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.WireMessage;

/** A SIP message made by a test; filled in by its subclasses' methods, read-only once it was received. */
public abstract class FakeMessage<T extends FakeMessage<T>> implements IncomingMessage {
    protected String method = "INVITE";
    protected String callId = "call-1";
    protected NameAddress from = new NameAddress("", "sip:alice@192.0.2.10");
    protected String fromTag = "a-tag";
    protected NameAddress to = new NameAddress("", "sip:bob@192.0.2.1");
    protected String toTag = "";
    protected long cseq = 1;
    protected Optional<String> contact = Optional.of("sip:alice@192.0.2.10:5060");
    protected final List<Header> headers = new ArrayList<>();
    protected final List<String> recordRoutes = new ArrayList<>();
    protected Optional<Body> body = Optional.empty();
    protected InetSocketAddress source = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), 5060);
    protected Transport transport = Transport.UDP;
    private Instant at = Instant.EPOCH;

    protected abstract T self();

    protected abstract String startLine();

    protected abstract String label();

    public T header(String name, String value) {
        headers.add(new Header(name, value));
        return self();
    }

    public T body(String contentType, String text) {
        body = Optional.of(new Body(contentType, text.getBytes(UTF_8)));
        return self();
    }

    public T sdp(String text) {
        body = text.isEmpty() ? Optional.empty() : Optional.of(Body.sdp(text));
        return self();
    }

    public T contact(String uri) {
        contact = Optional.of(uri);
        return self();
    }

    public T from(String address, int port) {
        source = new InetSocketAddress(InetAddress.ofLiteral(address), port);
        return self();
    }

    public T recordRoute(String value) {
        recordRoutes.add(value);
        return self();
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String callId() {
        return callId;
    }

    @Override
    public NameAddress from() {
        return from;
    }

    @Override
    public String fromTag() {
        return fromTag;
    }

    @Override
    public NameAddress to() {
        return to;
    }

    @Override
    public String toTag() {
        return toTag;
    }

    @Override
    public long cseq() {
        return cseq;
    }

    @Override
    public Optional<String> contact() {
        return contact;
    }

    @Override
    public List<String> headers(String name) {
        return headers.stream().filter(header -> header.name().equalsIgnoreCase(name)).map(Header::value).toList();
    }

    @Override
    public List<String> recordRoutes() {
        return recordRoutes;
    }

    @Override
    public Optional<Body> body() {
        return body;
    }

    @Override
    public InetSocketAddress source() {
        return source;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    /** It comes now. */
    void arrivesAt(Instant time) {
        at = time;
    }

    protected WireMessage wire(String localTag, String remoteTag) {
        var text = new StringBuilder(startLine()).append("\r\nCSeq: ").append(cseq).append(' ').append(method);
        for (var header : headers)
            text.append("\r\n").append(header.name()).append(": ").append(header.value());
        text.append("\r\n\r\n");
        body.ifPresent(b -> text.append(b.text()));
        return new WireMessage(at, false, source, transport, callId, localTag, remoteTag, label(),
                text.toString().getBytes(UTF_8));
    }
}
