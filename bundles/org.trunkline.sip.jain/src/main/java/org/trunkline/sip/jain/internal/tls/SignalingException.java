package org.trunkline.sip.jain.internal;

import java.util.List;

import org.trunkline.domain.part.PartFailure;

/** The node cannot listen; the message names the port and the way out. */
final class SignalingException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient PartFailure failure;

    SignalingException(String code, String subject, List<String> args, String message, Throwable cause) {
        this(new PartFailure(code, subject, args, message), cause);
    }

    SignalingException(PartFailure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    PartFailure failure() {
        return failure;
    }
}
