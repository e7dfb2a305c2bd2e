package org.trunkline.phone.internal.sip;

import java.util.Optional;

import org.trunkline.phone.internal.address.PresenceDocument;
import org.trunkline.phone.presence.UserPresence;

/** A subscription to the presence of one other side (RFC 3856). On the thread of the phone. */
final class PresenceSubscription extends EventSubscription {
    private final Runnable changed;
    private Optional<UserPresence> presence = Optional.empty();

    /** @param target URI of the other side @param changed told when its presence is another */
    PresenceSubscription(Channel channel, String target, Runnable changed) {
        super(channel, target, "presence", PresenceDocument.TYPE);
        this.changed = changed;
    }

    Optional<UserPresence> presence() {
        return presence;
    }

    @Override
    void forget() {
        know(Optional.empty());
    }

    private void know(Optional<UserPresence> now) {
        if (now.equals(presence))
            return;
        presence = now;
        changed.run();
    }

    @Override
    void read(String pidf) {
        PresenceDocument.read(pidf).ifPresent(it -> know(Optional.of(it)));
    }
}
