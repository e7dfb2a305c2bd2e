package org.trunkline.api.phone;

import static java.util.Objects.requireNonNull;

/** Settings of a phone, as it reads them. @param text with the password in it while the card is valid */
public record ProvisioningFile(String contentType, String text) {
    public ProvisioningFile {
        requireNonNull(contentType);
        requireNonNull(text);
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "ProvisioningFile[" + contentType + "]";
    }
}
