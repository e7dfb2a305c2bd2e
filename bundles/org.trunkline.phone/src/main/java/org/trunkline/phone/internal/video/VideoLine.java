package org.trunkline.phone.internal.video;

import java.util.LinkedHashSet;
import java.util.regex.Pattern;

/**
 * What a description says about video (RFC 8866, RFC 3264).
 *
 * @param present whether it has a line for it that is not refused
 * @param sends whether its writer sends video
 * @param vp8 whether it names VP8 (RFC 7741)
 * @param h264 whether it names H.264 in a profile that this phone can have: Baseline or Main (RFC 6184 §8.1)
 */
record VideoLine(boolean present, boolean sends, boolean vp8, boolean h264) {
    private static final VideoLine NONE = new VideoLine(false, false, false, false);
    private static final Pattern VP8 = Pattern.compile("(?i)a=rtpmap:\\d+ VP8/90000");
    private static final Pattern H264 = Pattern.compile("(?i)a=rtpmap:(\\d+) H264/90000");
    private static final Pattern OTHER_PROFILE = Pattern.compile("(?i)a=fmtp:(\\d+) (.*;)?\\s*profile-level-id=(?!42|4D).*");

    /** Of the first line for video. */
    static VideoLine of(String sdp) {
        boolean media = false;
        boolean found = false;
        boolean vp8 = false;
        var h264 = new LinkedHashSet<String>();
        var others = new LinkedHashSet<String>();
        var session = "sendrecv";
        var direction = "";
        for (var line : sdp.split("\\R")) {
            if (line.startsWith("m=")) {
                if (found)
                    break;
                media = true;
                found = line.startsWith("m=video ") && !line.startsWith("m=video 0 ");
            } else if (line.equals("a=sendonly") || line.equals("a=recvonly") || line.equals("a=inactive") || line.equals("a=sendrecv")) {
                if (found)
                    direction = line.substring(2);
                else if (!media)
                    session = line.substring(2);
            } else if (found) {
                vp8 |= VP8.matcher(line).matches();
                H264.matcher(line).results().forEach(it -> h264.add(it.group(1)));
                OTHER_PROFILE.matcher(line).results().forEach(it -> others.add(it.group(1)));
            }
        }
        if (!found)
            return NONE;
        h264.removeAll(others);
        var all = direction.isEmpty() ? session : direction;
        return new VideoLine(true, all.startsWith("send"), vp8, !h264.isEmpty());
    }
}
