package org.trunkline.phone.internal.message;

import java.util.List;
import java.util.Locale;

/** The body of a MESSAGE. @param type as in Content-Type */
public record Content(String type, String text) {
    static final String PLAIN = "text/plain";
    static final String CPIM = "message/cpim";
    static final String COMPOSING = "application/im-iscomposing+xml";
    static final String NOTIFICATION = "message/imdn+xml";
    /** What the phone reads. */
    public static final List<String> TYPES = List.of(PLAIN, CPIM, COMPOSING, NOTIFICATION);

    /** Without parameters, lower case. */
    public String mediaType() {
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    static Content plain(String text) {
        return new Content("text/plain; charset=utf-8", text.replace("\n", "\r\n"));
    }

    /** Tells no text. */
    @Override
    public String toString() {
        return "Content[" + type + "]";
    }
}
