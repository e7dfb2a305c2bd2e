package org.trunkline.phone;

import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/** @param trouble why it is not registered, with the way out; empty while it is, or on its way */
public record AccountState(PhoneAccount account, Registration registration, Optional<LocalizableText> trouble) {
    /** Whether the server knows the phone. */
    public enum Registration {
        REGISTERING, REGISTERED, FAILED
    }
}
