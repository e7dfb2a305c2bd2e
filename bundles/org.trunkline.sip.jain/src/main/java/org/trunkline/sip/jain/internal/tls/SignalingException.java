package org.trunkline.sip.jain.internal.tls;

import java.util.List;

import org.trunkline.domain.part.PartFailure;

/** The node cannot listen; the message names the port and the way out. */
public final class SignalingException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient PartFailure failure;

    public SignalingException(String code, String subject, List<String> args, String message, Throwable cause) {
        this(new PartFailure(code, subject, args, message), cause);
    }

    public SignalingException(PartFailure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    public PartFailure failure() {
        return failure;
    }
}
