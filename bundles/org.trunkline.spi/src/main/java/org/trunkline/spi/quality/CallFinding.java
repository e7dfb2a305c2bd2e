package org.trunkline.spi.quality;

import static java.util.Objects.requireNonNull;

import org.trunkline.spi.LocalizedText;

/**
 * Something noticed about a call.
 *
 * @param code found in searches as {@code finding:code}: lower case, digits and hyphens, up to 40; up to 200 different ones
 *        of a plug-in, for they are counted
 * @param text one sentence, up to 200 characters
 */
public record CallFinding(String code, Severity severity, LocalizedText text) {
    public enum Severity {
        INFO, WARNING, PROBLEM
    }

    public CallFinding {
        requireNonNull(code);
        requireNonNull(severity);
        requireNonNull(text);
    }
}
