package org.trunkline.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.WireMessage;

/** A request made by a test. */
public final class FakeRequest extends FakeMessage<FakeRequest> implements IncomingRequest {
    private String requestUri = "sip:bob@192.0.2.1";
    private int maxForwards = 70;
    private String branch = "z9hG4bK-1";
    private boolean looped;

    /** An INVITE from alice at 192.0.2.10 who has credentials, with an offer. */
    public static FakeRequest invite(String called) {
        return anonymousInvite(called).header("Proxy-Authorization", "Fake alice");
    }

    /** The same without credentials. */
    public static FakeRequest anonymousInvite(String called) {
        var request = new FakeRequest();
        request.requestUri = "sip:" + called + "@192.0.2.1";
        request.to = new NameAddress("", request.requestUri);
        return request.sdp(Sdps.offer("192.0.2.10", 4000));
    }

    /** To a SIPS URI of the same user and host, over TLS. */
    public FakeRequest sips() {
        requestUri = "sips" + requestUri.substring(3);
        return over(Transport.TLS);
    }

    public static FakeRequest of(String method) {
        var request = new FakeRequest();
        request.method = method;
        return request;
    }

    /** A request of the caller within the dialog of that INVITE. */
    public static FakeRequest within(FakeSignaling.Received invite, String method, long cseq) {
        var request = new FakeRequest();
        var opened = invite.request;
        request.method = method;
        request.callId = opened.callId;
        request.from = opened.from;
        request.fromTag = opened.fromTag;
        request.to = opened.to;
        request.toTag = invite.toTag();
        request.source = opened.source;
        request.cseq = cseq;
        request.branch = "z9hG4bK-" + method + cseq;
        return request;
    }

    /** A request of the callee within the dialog that the node opened with that INVITE. */
    public static FakeRequest within(OutgoingRequest invite, String calleeTag, String method, long cseq) {
        var request = new FakeRequest();
        request.method = method;
        request.callId = invite.callId();
        request.from = invite.to();
        request.fromTag = calleeTag;
        request.to = invite.from();
        request.toTag = invite.fromTag();
        request.source = invite.hop().address();
        request.contact = Optional.of("sip:bob@" + invite.hop().text());
        request.cseq = cseq;
        request.branch = "z9hG4bK-callee-" + method + cseq;
        return request;
    }

    FakeRequest cancel() {
        var cancel = of("CANCEL");
        cancel.callId = callId;
        cancel.fromTag = fromTag;
        cancel.source = source;
        cancel.cseq = cseq;
        return cancel;
    }

    /** To whom. */
    public FakeRequest called(String user) {
        requestUri = "sip:" + user + "@192.0.2.1";
        to = new NameAddress("", requestUri);
        return this;
    }

    /** To this URI. */
    public FakeRequest calledUri(String uri) {
        requestUri = uri;
        to = new NameAddress("", uri);
        return this;
    }

    public FakeRequest callId(String value) {
        callId = value;
        return this;
    }

    public FakeRequest fromTag(String value) {
        fromTag = value;
        return this;
    }

    public FakeRequest toTag(String value) {
        toTag = value;
        return this;
    }

    public FakeRequest cseq(long value) {
        cseq = value;
        return this;
    }

    public FakeRequest branch(String value) {
        branch = value;
        return this;
    }

    public FakeRequest maxForwards(int value) {
        maxForwards = value;
        return this;
    }

    public FakeRequest looped(boolean value) {
        looped = value;
        return this;
    }

    public FakeRequest caller(String displayName, String uri) {
        from = new NameAddress(displayName, uri);
        return this;
    }

    public FakeRequest source(String address) {
        source = new InetSocketAddress(InetAddress.ofLiteral(address), 5060);
        return this;
    }

    /** What it came by. */
    public FakeRequest over(Transport by) {
        transport = by;
        return this;
    }

    @Override
    protected FakeRequest self() {
        return this;
    }

    @Override
    protected String startLine() {
        return method + ' ' + requestUri + " SIP/2.0";
    }

    @Override
    protected String label() {
        return method;
    }

    @Override
    public String requestUri() {
        return requestUri;
    }

    @Override
    public int maxForwards() {
        return maxForwards;
    }

    @Override
    public String branch() {
        return branch;
    }

    @Override
    public boolean looped() {
        return looped;
    }

    @Override
    public WireMessage wire() {
        return wire(toTag, fromTag);
    }
}
