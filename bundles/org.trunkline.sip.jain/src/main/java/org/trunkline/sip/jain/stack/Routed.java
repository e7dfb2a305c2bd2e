package org.trunkline.sip.jain.stack;

import javax.sip.address.Hop;

/** A request that knows where it goes. */
public interface Routed {
    Hop nextHop();
}
