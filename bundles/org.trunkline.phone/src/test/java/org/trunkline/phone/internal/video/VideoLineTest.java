package org.trunkline.phone.internal.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VideoLineTest {
    private static final String AUDIO = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 8\r\na=sendonly\r\n";

    private static VideoLine video(String lines) {
        return VideoLine.of(AUDIO + lines);
    }

    @Test
    void readsTheLineForVideoAlone() {
        assertEquals(new VideoLine(true, true, true, false), video("m=video 9 X 96\r\na=rtpmap:96 VP8/90000\r\n"));
        assertEquals(new VideoLine(true, true, true, false), video("m=video 9 X 96\r\na=sendonly\r\na=rtpmap:96 vp8/90000\r\n"));
        assertEquals(new VideoLine(true, false, false, true), video("m=video 9 X 97\r\na=rtpmap:97 H264/90000\r\na=recvonly\r\n"));
        assertEquals(new VideoLine(true, false, false, false), video("m=video 9 X 97\r\na=inactive\r\n"));
        assertEquals(new VideoLine(false, false, false, false), video("m=video 0 X 96\r\na=rtpmap:96 VP8/90000\r\n"));
        assertEquals(new VideoLine(false, false, false, false), video(""));
    }

    /** RFC 8866 §6.7: a direction of the session holds for lines without one. */
    @Test
    void takesTheDirectionOfTheSession() {
        assertEquals(new VideoLine(true, false, false, false), VideoLine.of("v=0\r\na=recvonly\r\n" + AUDIO.substring(5) + "m=video 9 X 96\r\n"));
        assertEquals(new VideoLine(true, true, false, false), video("m=video 9 X 96\r\nm=video 9 X 97\r\na=inactive\r\n"));
    }

    /** RFC 6184 §8.1: High is no profile of this phone; without a profile it is Baseline. */
    @Test
    void takesTheProfilesOfH264ThatItCanHave() {
        var high = "a=rtpmap:97 H264/90000\r\na=fmtp:97 packetization-mode=1; profile-level-id=64001f\r\n";
        assertEquals(new VideoLine(true, true, false, false), video("m=video 9 X 97\r\n" + high));
        assertEquals(new VideoLine(true, true, false, true), video("m=video 9 X 97 98\r\n" + high
                + "a=rtpmap:98 h264/90000\r\na=fmtp:98 profile-level-id=42e00d;packetization-mode=1\r\n"));
        assertEquals(new VideoLine(true, true, true, true), video("m=video 9 X 96 97 98\r\na=rtpmap:96 VP8/90000\r\n" + high
                + "a=rtpmap:98 H264/90000\r\na=fmtp:98 packetization-mode=1\r\n"));
    }
}
