package org.trunkline.phone.internal.video;

/**
 * What a description says about video (RFC 8866, RFC 3264).
 *
 * @param present whether it has a line for it that is not refused
 * @param sends whether its writer sends video
 * @param known whether it names the one format of this phone, VP8 (RFC 7741)
 */
record VideoLine(boolean present, boolean sends, boolean known) {
    private static final VideoLine NONE = new VideoLine(false, false, false);

    /** Of the first line for video. */
    static VideoLine of(String sdp) {
        boolean media = false;
        boolean found = false;
        boolean known = false;
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
            } else if (found && line.matches("(?i)a=rtpmap:\\d+ VP8/90000")) {
                known = true;
            }
        }
        if (!found)
            return NONE;
        var all = direction.isEmpty() ? session : direction;
        return new VideoLine(true, all.startsWith("send"), known);
    }
}
