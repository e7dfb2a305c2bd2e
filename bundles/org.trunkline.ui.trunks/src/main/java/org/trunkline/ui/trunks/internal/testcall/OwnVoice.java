package org.trunkline.ui.trunks.internal.testcall;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.ui.OwnPhone;

/**
 * The phone of this desk, which may be one of another node than the desk shows.
 *
 * @param subscriber of its account; empty where it has none at a node
 */
record OwnVoice(Optional<String> subscriber, boolean registered) {
    OwnVoice {
        requireNonNull(subscriber);
    }

    static OwnVoice of(Optional<OwnPhone> phone) {
        return new OwnVoice(phone.flatMap(OwnPhone::ownUser), phone.filter(OwnPhone::isRegistered).isPresent());
    }

    /** Key of what is said where the phones of a subscriber are to ring. */
    String note(String chosen) {
        if (chosen.isEmpty())
            return "test.voice.none";
        return subscriber.filter(chosen::equals).isPresent() && !registered ? "test.voice.not-registered" : "test.voice.hint";
    }
}
