package org.trunkline.api.phone;

import static java.util.Objects.requireNonNull;

import org.trunkline.domain.part.LocalizableText;

/**
 * What one phone answered when it was asked to fetch its settings.
 *
 * @param contact as registered
 * @param userAgent as it calls itself, or empty
 * @param told whether it accepted
 * @param said its answer, or why there was none
 */
public record CheckSyncAnswer(String contact, String userAgent, boolean told, LocalizableText said) {
    public CheckSyncAnswer {
        requireNonNull(contact);
        requireNonNull(userAgent);
        requireNonNull(said);
    }
}
