package org.trunkline.engine.call.dialoginfo;

import java.util.Locale;
import java.util.Optional;

import org.trunkline.engine.port.signaling.IncomingRequest;

/** What can be subscribed to. */
enum EventPackage {
    /** RFC 4235. */
    DIALOG("dialog", "application/dialog-info+xml"),
    /** RFC 3856. */
    PRESENCE("presence", "application/pidf+xml");

    static final String ALL = "dialog, presence";

    final String event;
    final String body;

    EventPackage(String event, String body) {
        this.event = event;
        this.body = body;
    }

    /** Of a SUBSCRIBE; empty for one that the node does not know. */
    static Optional<EventPackage> of(IncomingRequest subscribe) {
        String event = subscribe.header("Event").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (var known : values())
            if (known.event.equals(event))
                return Optional.of(known);
        return Optional.empty();
    }
}
