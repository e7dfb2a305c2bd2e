package org.trunkline.ui.contribution;

import org.trunkline.ui.Texts;

/** Code of a contribution failed. Its message names the bundle and is in the desk's language. */
public final class ContributionException extends Exception {
    private static final long serialVersionUID = 1L;

    ContributionException(Contribution<?> contribution, Throwable cause) {
        super(Texts.of(ContributionException.class).get("contribution.failed", contribution.bundleName(), reason(cause)),
                cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        String type = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? type : type + ": " + message;
    }
}
