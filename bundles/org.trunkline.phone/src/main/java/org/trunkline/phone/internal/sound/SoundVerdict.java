package org.trunkline.phone.internal.sound;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.SoundTest;
import org.trunkline.phone.internal.child.SoundMessage;

/** What a sound test found, in words. */
final class SoundVerdict {
    private SoundVerdict() {
    }

    static SoundTest read(SoundMessage message) {
        return new SoundTest(SoundTest.State.valueOf(message.text("state")), message.number("level"),
                message.text("verdict").isEmpty() ? Optional.empty() : Optional.of(words(message.text("verdict"), message.text("delay"))));
    }

    /** @param delay in milliseconds, where it was measured */
    private static LocalizableText words(String verdict, String delay) {
        return switch (verdict) {
            case "good" -> new LocalizableText("phone-test-good", List.of(),
                    "The microphone works. If you did not hear yourself, choose another loudspeaker.");
            case "echo" -> new LocalizableText("phone-test-echo", List.of(delay), "The microphone works. It also hears the loudspeaker, " + delay
                    + " ms later. Calls suppress this echo; if others still hear themselves, lower the volume or use a headset.");
            case "late" -> new LocalizableText("phone-test-late", List.of(delay), "The sound is " + delay
                    + " ms late from the loudspeaker to the microphone. Use a headset with a cable, or close other programs that use the sound.");
            case "quiet" -> new LocalizableText("phone-test-quiet", List.of(),
                    "The microphone is too quiet. Speak closer to it, or raise its volume in the system.");
            case "clipping" -> new LocalizableText("phone-test-clipping", List.of(),
                    "The microphone is too loud and distorts. Lower its volume in the system.");
            case "silent" -> new LocalizableText("phone-test-silent", List.of(),
                    "The microphone gives only silence. Switch it on, or choose another one.");
            case "muted" -> new LocalizableText("phone-test-muted", List.of(),
                    "The microphone is muted in the system. Unmute it there.");
            case "no-microphone" -> new LocalizableText("phone-test-no-microphone", List.of(),
                    "There is no microphone. Connect one.");
            case "no-loudspeaker" -> new LocalizableText("phone-test-no-loudspeaker", List.of(),
                    "There is no loudspeaker. Connect one.");
            case "no-sound" -> new LocalizableText("phone-test-no-sound", List.of(),
                    "The sound system of this computer cannot be used.");
            default -> new LocalizableText("phone-test-nothing", List.of(),
                    "The microphone gave nothing. Another program may use it alone.");
        };
    }
}
