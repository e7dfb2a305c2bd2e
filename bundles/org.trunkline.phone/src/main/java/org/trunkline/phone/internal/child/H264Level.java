package org.trunkline.phone.internal.child;

import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** How large a picture may be that is sent as H.264: the receiver's level limits its macroblocks (H.264 table A-1, RFC 6184 §8.1). The library does not. */
final class H264Level {
    private static final int BLOCK = 16;
    private static final String ASYMMETRIC = "level-asymmetry-allowed=1";
    private static final Pattern EQUAL_LEVELS = Pattern.compile("(?m)^(a=fmtp:\\d+ )(?!.*level-asymmetry-allowed=)(.*profile-level-id=)");
    /** The library rounds to whole pixels: what is left of a pixel below. */
    private static final double ROUNDED = 0.4;
    private static final double ROUNDING = 0.01;
    private static final int LEVEL_3_1 = 31;
    private static final int FEWEST = 99;
    private static final int MOST = 8192;
    /** By level_idc, ten times the level; from 4 on there is room for all that is sent. */
    private static final Map<Integer, Integer> MACROBLOCKS = Map.ofEntries(Map.entry(9, FEWEST), Map.entry(10, FEWEST), Map.entry(11, 396), Map.entry(12, 396),
            Map.entry(13, 396), Map.entry(20, 396), Map.entry(21, 792), Map.entry(22, 1620), Map.entry(30, 1620), Map.entry(LEVEL_3_1, 3600),
            Map.entry(32, 5120));

    private H264Level() {
    }

    /**
     * @param profileLevelId of the negotiated format, six hexadecimal digits; another text counts as level 3.1, that of this phone
     * @return how much smaller it must be in each direction, 1 or more; then with an even number of columns and rows, as the format has it
     */
    static double scale(String profileLevelId, Shown.Size full) {
        int most = macroblocks(profileLevelId);
        if (blocks(full.width()) * blocks(full.height()) <= most)
            return 1;
        int width = full.width() & ~1;
        double height = full.height();
        while (width > 2 && (blocks(width) * blocks(height) > most || height % 2 >= ROUNDED)) {
            width -= 2;
            height = (double) full.height() * width / full.width();
        }
        return full.width() / (width + ROUNDING);
    }

    /**
     * A description of the other side whose H.264 may have another level in each direction (RFC 6184 §8.1): at a common level below its own the
     * library receives with a decoder that does nothing.
     */
    static String asymmetric(String sdp) {
        return EQUAL_LEVELS.matcher(sdp.replace("level-asymmetry-allowed=0", ASYMMETRIC)).replaceAll("$1" + ASYMMETRIC + ";$2");
    }

    private static int macroblocks(String profileLevelId) {
        int level = profileLevelId.matches("\\p{XDigit}{6}") ? HexFormat.fromHexDigits(profileLevelId, 4, 6) : LEVEL_3_1;
        return level > 32 ? MOST : MACROBLOCKS.getOrDefault(level, FEWEST);
    }

    private static int blocks(double pixels) {
        return (int) Math.ceil(pixels / BLOCK);
    }
}
