package org.trunkline.examples.crm;

import org.trunkline.spi.ExtensionException;

/** The server refuses one request for good, whatever it says of others. */
final class RefusedException extends ExtensionException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message, false);
    }
}
