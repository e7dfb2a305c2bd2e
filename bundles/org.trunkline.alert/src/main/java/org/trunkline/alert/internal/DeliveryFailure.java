package org.trunkline.alert.internal;

import java.util.List;

import org.trunkline.domain.part.Said;

/** A message was not taken; says why, in words for the administrator, and whether to try again. */
final class DeliveryFailure extends Exception {
    private static final long serialVersionUID = 2L;

    private final String code;
    private final String[] args;
    private final boolean passing;

    /** Nothing that passes by itself. */
    DeliveryFailure(String code, List<String> args, String message) {
        super(message);
        this.code = code;
        this.args = args.toArray(String[]::new);
        this.passing = false;
    }

    /** @param passing whether it may work later */
    DeliveryFailure(String code, List<String> args, String message, boolean passing) {
        super(message);
        this.code = code;
        this.args = args.toArray(String[]::new);
        this.passing = passing;
    }

    /** May work later. */
    DeliveryFailure(String code, List<String> args, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.args = args.toArray(String[]::new);
        this.passing = true;
    }

    /** Whether it may work later. */
    boolean passing() {
        return passing;
    }

    Said said() {
        return new Said(code, List.of(args), String.valueOf(getMessage()));
    }
}
