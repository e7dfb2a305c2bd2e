package org.trunkline.engine.port.signaling;

/** A SIP response as received. */
public interface IncomingResponse extends IncomingMessage {
    int status();

    /** As on the status line. */
    String reason();
}
