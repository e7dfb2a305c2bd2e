package org.trunkline.sip.jain.stack;

import java.util.ListIterator;

import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;

/** Sends each request where the engine said. Loaded by name from the stack's own bundle. */
public final class HopRouter implements Router {
    /** The signature that the stack asks for. */
    public HopRouter(SipStack stack, String outboundProxy) {}

    @Override
    public Hop getNextHop(Request request) throws SipException {
        if (request instanceof Routed routed)
            return routed.nextHop();
        throw new SipException("not a request of ours: " + request.getMethod());
    }

    @Override
    public Hop getOutboundProxy() {
        return null;
    }

    @Deprecated
    @SuppressWarnings("rawtypes")
    @Override
    public ListIterator getNextHops(Request request) {
        throw new UnsupportedOperationException("deprecated, not called");
    }
}
