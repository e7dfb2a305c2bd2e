package org.trunkline.sip.jain.internal;

import java.util.List;

import gov.nist.javax.sip.message.SIPRequest;

import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.transport.Flow;
import org.trunkline.sip.jain.internal.wire.Wire;

/** A request as received. */
public final class JainRequest extends JainMessage implements IncomingRequest {
    private static final int DEFAULT_MAX_FORWARDS = 70;

    private final SIPRequest request;
    private final boolean looped;
    private final Flow flow;

    /** @param flow that it came on */
    public JainRequest(SIPRequest request, boolean looped, Flow flow) {
        super(request);
        this.flow = flow;
        this.request = request;
        this.looped = looped;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String requestUri() {
        return request.getRequestURI().toString();
    }

    @Override
    public int maxForwards() {
        var header = request.getMaxForwards();
        return header == null ? DEFAULT_MAX_FORWARDS : header.getMaxForwards();
    }

    @Override
    public String branch() {
        String branch = request.getTopmostVia().getBranch();
        return branch == null ? "" : branch;
    }

    @Override
    public boolean looped() {
        return looped;
    }

    @Override
    public List<String> certificateNames() {
        return flow.certificateNames();
    }

    @Override
    public WireMessage wire() {
        return Wire.received(request);
    }
}
