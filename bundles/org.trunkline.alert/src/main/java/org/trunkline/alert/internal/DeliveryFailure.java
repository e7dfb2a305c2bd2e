package org.trunkline.alert.internal;

import java.util.List;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.spi.ExtensionException;

/** A message was not taken; says why, in words for the administrator, and whether to try again. */
final class DeliveryFailure extends ExtensionException {
    private static final long serialVersionUID = 3L;

    private final String code;
    private final String[] args;

    /** Nothing that passes by itself. */
    DeliveryFailure(String code, List<String> args, String message) {
        super(message, false);
        this.code = code;
        this.args = args.toArray(String[]::new);
    }

    /** @param passing whether it may work later */
    DeliveryFailure(String code, List<String> args, String message, boolean passing) {
        super(message, passing);
        this.code = code;
        this.args = args.toArray(String[]::new);
    }

    /** May work later. */
    DeliveryFailure(String code, List<String> args, String message, Throwable cause) {
        super(message, true, cause);
        this.code = code;
        this.args = args.toArray(String[]::new);
    }

    /** The node has no mail server. */
    static DeliveryFailure off() {
        return new DeliveryFailure("mail-off", List.of(), "this node sends no e-mail: trunkline.smtp.host is not set");
    }

    /** What any channel says of its failure. */
    static LocalizableText said(ExtensionException failure) {
        return failure instanceof DeliveryFailure ours ? ours.said() : LocalizableText.words(String.valueOf(failure.getMessage()));
    }

    LocalizableText said() {
        return new LocalizableText(code, List.of(args), String.valueOf(getMessage()));
    }
}
