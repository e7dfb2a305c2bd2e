package org.trunkline.phone;

/** The video of a call, each second. @param codec as in SDP: {@code VP8} */
public record VideoQuality(String codec, Way in, Way out) {
    /**
     * One direction.
     *
     * @param width pixels; 0 where nothing comes or goes, as the height
     * @param frames decoded or encoded since the call began
     * @param rate frames a second
     * @param loss percent lost: of the last seconds on the way here, as the other side reports on the way there
     */
    public record Way(int width, int height, long frames, double rate, double loss) {}
}
