package org.trunkline.engine.sdp;

/** A session description that cannot be read, or lacks what a relay needs. */
public class SdpSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    public SdpSyntaxException(String message) {
        super(message, null, false, false); // an expected outcome: the trace would only cost time
    }
}
