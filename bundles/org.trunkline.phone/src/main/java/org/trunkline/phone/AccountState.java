package org.trunkline.phone;

import java.net.URI;
import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/**
 * @param trouble why it is not registered, with the way out; empty while it is, or on its way
 * @param files scheme, host and port of the node's file server; empty where it takes no files
 */
public record AccountState(PhoneAccount account, Registration registration, Optional<LocalizableText> trouble, Optional<URI> files) {
    /** Whether the server knows the phone. */
    public enum Registration {
        REGISTERING, REGISTERED, FAILED
    }
}
