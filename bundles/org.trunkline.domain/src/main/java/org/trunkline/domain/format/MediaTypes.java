package org.trunkline.domain.format;

import java.util.Locale;

/** Values of Content-Type. */
public final class MediaTypes {
    private MediaTypes() {}

    /** The type and subtype in lower case, without parameters (RFC 2045 §5.1). */
    public static String of(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
