package org.trunkline.engine.port.signaling;

/** A SIP request as received. */
public interface IncomingRequest extends IncomingMessage {
    String requestUri();

    /** 70 where absent. */
    int maxForwards();

    /** Of the topmost Via. */
    String branch();

    /** One of its Via is the node's own: it came round (RFC 3261 §16.3). */
    boolean looped();
}
