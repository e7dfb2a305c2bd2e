package org.trunkline.phone;

/**
 * The video of a call, each second. Sizes are pixels, 0 where nothing comes or goes.
 *
 * @param codec as in SDP: {@code VP8}
 * @param framesIn decoded since the call began
 * @param rateIn frames a second shown here
 * @param lossIn percent lost on the way here, of the last seconds
 * @param framesOut encoded since the call began
 * @param rateOut frames a second sent
 * @param lossOut percent lost on the way there, as the other side reports
 */
public record VideoQuality(String codec, int widthIn, int heightIn, long framesIn, double rateIn, double lossIn, int widthOut, int heightOut,
        long framesOut, double rateOut, double lossOut) {}
