package org.trunkline.phone.internal.message;

import java.util.List;

import org.trunkline.domain.format.CpimMessage;
import org.trunkline.domain.format.DeliveryReport;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.format.MediaTypes;

/** The body of a MESSAGE. @param type as in Content-Type */
public record Content(String type, String text) {
    static final String PLAIN = "text/plain";
    static final String COMPOSING = "application/im-iscomposing+xml";
    /** What the phone reads. */
    public static final List<String> TYPES = List.of(PLAIN, CpimMessage.TYPE, COMPOSING, DeliveryReport.TYPE, FileMessage.TYPE);

    /** Without parameters, lower case. */
    public String mediaType() {
        return MediaTypes.of(type);
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
