package org.trunkline.export;

import java.io.IOException;

/** A format could not write a result; the message says why, for the user who exports. */
public final class FormatFailure extends IOException {
    private static final long serialVersionUID = 1L;

    FormatFailure(String format, Throwable cause) {
        super("The format " + format + " failed: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()), cause);
    }
}
