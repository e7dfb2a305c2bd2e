package org.trunkline.ui.trunks.internal.testcall;

import java.util.Optional;

import org.trunkline.ui.OwnPhone;

/**
 * Whether the user of this desk can speak in a test call.
 *
 * @param subscriber whose phones ring; empty where there are none
 * @param obstacle key of the text that says why not; empty where the user can speak
 */
record OwnVoice(Optional<String> subscriber, Optional<String> obstacle) {
    static OwnVoice of(Optional<OwnPhone> phone) {
        var user = phone.flatMap(OwnPhone::ownUser);
        if (user.isEmpty())
            return new OwnVoice(user, Optional.of("test.voice.no-phone"));
        return new OwnVoice(user, phone.filter(OwnPhone::isRegistered).isPresent() ? Optional.empty() : Optional.of("test.voice.not-registered"));
    }

    boolean isThere() {
        return obstacle.isEmpty();
    }
}
