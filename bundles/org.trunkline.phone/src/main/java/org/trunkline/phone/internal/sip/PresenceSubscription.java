package org.trunkline.phone.internal.sip;

import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.phone.presence.Presence;

/** A subscription to the presence of one other side (RFC 3856). On the thread of the phone. */
final class PresenceSubscription extends EventSubscription {
    private static final Pattern BASIC = Pattern.compile("<(?:\\w+:)?basic>\\s*(open|closed)\\s*</");
    private static final Pattern TALKS = Pattern.compile("<(?:\\w+:)?on-the-phone\\b");

    private final Runnable changed;
    private Optional<Presence> presence = Optional.empty();

    /** @param target URI of the other side @param changed told when its presence is another */
    PresenceSubscription(Channel channel, String target, Runnable changed) {
        super(channel, target, "presence", "application/pidf+xml");
        this.changed = changed;
    }

    Optional<Presence> presence() {
        return presence;
    }

    @Override
    void forget() {
        know(Optional.empty());
    }

    private void know(Optional<Presence> now) {
        if (now.equals(presence))
            return;
        presence = now;
        changed.run();
    }

    @Override
    void read(String pidf) {
        var basic = BASIC.matcher(pidf);
        if (basic.find())
            know(Optional.of(TALKS.matcher(pidf).find() ? Presence.ON_THE_PHONE : basic.group(1).equals("open") ? Presence.AVAILABLE : Presence.OFFLINE));
    }
}
