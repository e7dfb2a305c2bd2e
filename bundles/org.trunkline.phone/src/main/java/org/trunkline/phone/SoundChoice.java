package org.trunkline.phone;

/** Ids of devices; each empty for the system's. @param ring where incoming calls ring; the same as loudspeaker by default */
public record SoundChoice(String microphone, String loudspeaker, String ring) {
    public static final SoundChoice SYSTEM = new SoundChoice("", "", "");
}
