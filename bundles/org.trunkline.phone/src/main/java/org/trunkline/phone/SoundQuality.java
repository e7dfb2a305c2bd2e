package org.trunkline.phone;

/**
 * The sound of a call, each second.
 *
 * @param roundTrip milliseconds; 0 where not known
 */
public record SoundQuality(Way in, Way out, double roundTrip) {
    /**
     * One direction. What the way there loses is what the other side reports.
     *
     * @param codec as in SDP: {@code opus}, {@code G722}, {@code PCMA}; empty where not known
     * @param loss percent of the last seconds
     * @param jitter milliseconds
     * @param level loudness, 0 to 1
     * @param mos estimated (G.107); 0 where not known
     */
    public record Way(String codec, double loss, double jitter, double level, double mos) {}
}
