package org.trunkline.phone;

/**
 * The sound of a call, each second.
 *
 * @param codec as in SDP: {@code opus}, {@code G722}, {@code PCMA}
 * @param mosIn estimated MOS (G.107) of what is heard; 0 where not known
 * @param lossIn percent lost on the way here, of the last seconds
 * @param lossOut the same on the way there, as the other side reports
 * @param jitterIn milliseconds
 * @param roundTrip milliseconds; 0 where not known
 * @param levelIn loudness of what is heard, 0 to 1
 * @param levelOut loudness of the microphone, 0 to 1
 */
public record SoundQuality(String codec, double mosIn, double lossIn, double lossOut, double jitterIn, double roundTrip,
        double levelIn, double levelOut) {}
