package org.trunkline.testkit;

import java.util.Optional;

import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.WireMessage;

/** A response made by a test. */
public final class FakeResponse extends FakeMessage<FakeResponse> implements IncomingResponse {
    private int status;
    private String reason = "Whatever";

    /** A response of the peer that request went to, with the tag {@code b-tag}. */
    public static FakeResponse to(OutgoingRequest request, int status) {
        var response = new FakeResponse();
        response.status = status;
        response.method = request.method();
        response.callId = request.callId();
        response.from = request.from();
        response.fromTag = request.fromTag();
        response.to = request.to();
        response.toTag = status == 100 ? "" : request.toTag().isEmpty() ? "b-tag" : request.toTag();
        response.cseq = request.cseq();
        response.source = request.hop().address();
        response.transport = request.hop().transport();
        response.contact = status > 100 && status < 300 ? Optional.of("sip:bob@" + request.hop().text())
                : Optional.empty();
        return response;
    }

    public FakeResponse tag(String value) {
        toTag = value;
        return this;
    }

    public FakeResponse reason(String value) {
        reason = value;
        return this;
    }

    @Override
    protected FakeResponse self() {
        return this;
    }

    @Override
    protected String startLine() {
        return "SIP/2.0 " + status + ' ' + reason;
    }

    @Override
    protected String label() {
        return status + " " + reason;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public WireMessage wire() {
        return wire(fromTag, toTag);
    }
}
