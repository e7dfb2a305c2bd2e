package org.trunkline.alert.internal;

/** A message was not taken; says why, in words for the administrator, and whether to try again. */
final class DeliveryFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean passing;

    DeliveryFailure(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    DeliveryFailure(String message, boolean passing, Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** Whether it may work later. */
    boolean passing() {
        return passing;
    }
}
