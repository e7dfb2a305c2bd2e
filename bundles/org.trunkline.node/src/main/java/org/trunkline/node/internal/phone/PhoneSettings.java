package org.trunkline.node.internal.phone;

import java.util.Optional;

import org.trunkline.api.phone.PhoneCard.Server;
import org.trunkline.domain.config.Subscriber;

/** What a file is made of. @param password in clear; empty for a file that leaves it as the phone has it */
record PhoneSettings(Subscriber subscriber, Optional<String> password, Server server, String realm) {
    /** Tells no secret. */
    @Override
    public String toString() {
        return "PhoneSettings[" + subscriber.username() + "]";
    }
}
