package org.trunkline.engine.call.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.WireMessage;

/**
 * A message of a user agent in the node, as the engine reads those of others. It was on no wire.
 *
 * @param label method of a request, status of a response
 * @param method of the request, or of the one that is answered
 * @param uri of a request; empty for a response
 * @param fromTag of the request
 */
public record LocalMessage(String label, String method, String uri, Names names, String fromTag, String toTag, long cseq,
        List<Header> lines, Optional<Body> body) implements IncomingRequest, IncomingResponse {
    /** No peer of the network has this address. */
    public static final InetSocketAddress SOURCE = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    /** A name: requests to it go back to {@link #SOURCE}. */
    private static final String CONTACT = "sip:node@node.invalid";

    /** What all messages of a dialog have in common. */
    public record Names(String callId, NameAddress from, NameAddress to) {}

    public LocalMessage {
        lines = List.copyOf(lines);
    }

    @Override
    public String requestUri() {
        return uri;
    }

    @Override
    public int status() {
        return Integer.parseInt(label);
    }

    @Override
    public String reason() {
        return "";
    }

    @Override
    public int maxForwards() {
        return 70;
    }

    @Override
    public String branch() {
        return "z9hG4bK" + fromTag + cseq;
    }

    @Override
    public boolean looped() {
        return false;
    }

    @Override
    public String callId() {
        return names.callId();
    }

    @Override
    public NameAddress from() {
        return names.from();
    }

    @Override
    public NameAddress to() {
        return names.to();
    }

    @Override
    public Optional<String> contact() {
        return Optional.of(CONTACT);
    }

    @Override
    public List<String> headers(String name) {
        return lines.stream().filter(line -> line.name().equalsIgnoreCase(name)).map(Header::value).toList();
    }

    @Override
    public List<String> recordRoutes() {
        return List.of();
    }

    @Override
    public InetSocketAddress source() {
        return SOURCE;
    }

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public WireMessage wire() {
        return new WireMessage(Instant.EPOCH, false, SOURCE, Transport.UDP, callId(), toTag, fromTag, label, label.getBytes(US_ASCII));
    }
}
