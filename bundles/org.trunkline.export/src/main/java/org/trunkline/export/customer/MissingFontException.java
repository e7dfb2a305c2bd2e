package org.trunkline.export.customer;

import java.io.IOException;

/** A PDF needs characters of which no font was found on this computer. */
public final class MissingFontException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingFontException(String characters) {
        super("No font on this computer has the characters " + characters + ". Install one with Chinese characters, such as"
                + " WenQuanYi Micro Hei or Noto Sans SC, or use HTML");
    }
}
