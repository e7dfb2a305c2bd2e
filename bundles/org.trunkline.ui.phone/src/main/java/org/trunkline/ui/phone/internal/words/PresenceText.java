package org.trunkline.ui.phone.internal.words;

import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;

/** Presence in words. */
public record PresenceText(Texts texts) {
    public static PresenceText create() {
        return new PresenceText(PhoneWords.texts());
    }

    public String word(Presence presence) {
        return texts.get(switch (presence) {
            case AVAILABLE -> "presence.available";
            case BUSY -> "presence.busy";
            case AWAY -> "presence.away";
            case DO_NOT_DISTURB -> "presence.do-not-disturb";
            case ON_THE_PHONE -> "presence.on-the-phone";
            case OFFLINE -> "presence.offline";
        });
    }

    /** Empty where it is not known. */
    public String word(Optional<UserPresence> presence) {
        return presence.map(it -> word(it.presence())).orElse("");
    }

    /** With the note; empty where it is not known. */
    public String line(Optional<UserPresence> presence) {
        return presence.map(it -> it.note().isEmpty() ? word(it.presence()) : texts.get("presence.note", word(it.presence()), it.note())).orElse("");
    }

    /** All words, for the room that they take. */
    public String[] words() {
        return Stream.of(Presence.values()).map(this::word).toArray(String[]::new);
    }

    public static Tone tone(Optional<UserPresence> presence) {
        return presence.map(it -> switch (it.presence()) {
            case AVAILABLE -> Tone.OK;
            case AWAY -> Tone.FAIR;
            case BUSY, ON_THE_PHONE -> Tone.WARN;
            case DO_NOT_DISTURB -> Tone.BAD;
            case OFFLINE -> Tone.OFF;
        }).orElse(Tone.PLAIN);
    }
}
