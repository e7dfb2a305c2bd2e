package org.trunkline.phone.internal.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.internal.child.SoundMessage;

class LineVideoTest {
    private static final VideoSource SCREEN = new VideoSource(VideoSource.Kind.SCREEN, ":0.0", "1");
    private static final VideoSource FRONT = new VideoSource(VideoSource.Kind.CAMERA, "c", "Front");
    private static final VideoSource DESK = new VideoSource(VideoSource.Kind.CAMERA, "d", "Desk");
    private static final String SOUND = "v=0\r\nm=audio 9 X 8\r\n";

    private final List<String> asked = new ArrayList<>();
    private final LineVideo video = new LineVideo("7", false, message -> asked.add(message.what() + " " + message.text("kind") + message.text("on")));

    private static String sdp(String direction) {
        return SOUND + "m=video 9 X 96\r\na=rtpmap:96 VP8/90000\r\na=" + direction + "\r\n";
    }

    private String trouble() {
        return video.state().trouble().map(LocalizableText::code).orElse("");
    }

    private static SoundMessage second(int frames, double loss) {
        return SoundMessage.of("quality", "lossOut", loss, "videoFramesIn", frames, "videoFramesOut", frames, "videoCodec", "video/VP8",
                "videoWidthIn", 640, "videoHeightIn", 360, "videoReceived", frames * 2, "videoLost", 0);
    }

    @Test
    void sendingNeedsAnOfferAndAnotherSourceNone() {
        video.send(SCREEN);
        assertTrue(video.due());
        video.offering(false);
        assertFalse(video.due());
        video.answered(sdp("recvonly"));
        assertEquals(Optional.of(SCREEN), video.state().sent());
        assertFalse(video.state().received());
        video.send(new VideoSource(VideoSource.Kind.CAMERA, "c", "c"));
        assertFalse(video.due());
        assertEquals(List.of("video SCREEN", "video-weak false", "video-take true", "video CAMERA", "video-weak false", "video-take true"), asked);
        video.stop();
        assertTrue(video.due() && video.state().sent().isEmpty());
    }

    /** Port 0 refuses it (RFC 3264 §6); inactive may become more once its user says so. */
    @Test
    void aRefusedLineStopsItWithTheReason() {
        video.send(SCREEN);
        video.offering(false);
        video.answered(sdp("inactive"));
        assertTrue(video.state().sent().isPresent());
        assertEquals("", trouble());
        video.stop();
        video.send(SCREEN);
        video.offering(false);
        video.answered(SOUND + "m=video 0 X 96\r\n");
        assertTrue(video.state().sent().isEmpty());
        assertEquals("phone-video-not-taken", trouble());
        assertEquals("video-weak false", asked.getLast());
        video.send(SCREEN);
        assertEquals("", trouble());
        video.refused();
        assertEquals("phone-video-not-taken", trouble());
    }

    @Test
    void theOthersVideoIsAskedForFirst() {
        video.offered(sdp("sendrecv"), false);
        assertTrue(video.state().asked());
        assertFalse(video.state().received() || video.due());
        video.take(false);
        assertFalse(video.state().asked() || video.due());
        video.offered(sdp("inactive"), false);
        video.offered(sdp("sendonly"), false);
        assertTrue(video.state().asked(), "it was off meanwhile");
        video.take(true);
        assertTrue(video.due() && video.state().received());
        video.offering(false);
        video.answered(sdp("inactive"));
        assertFalse(video.state().received());
    }

    @Test
    void anUnknownFormatIsSaidAndNotTaken() {
        video.offered(SOUND + "m=video 9 X 97\r\na=rtpmap:97 AV1/90000\r\n", false);
        assertFalse(video.state().asked());
        assertEquals("phone-video-format", trouble());
    }

    @Test
    void h264AloneIsTakenWhereItIsOn() {
        var offer = SOUND + "m=video 9 X 97\r\na=rtpmap:97 H264/90000\r\n";
        video.offered(offer, false);
        assertFalse(video.state().asked());
        assertEquals("phone-video-h264-off", trouble());
        var on = new LineVideo("8", true, _ -> { });
        on.offered(offer, false);
        assertTrue(on.state().asked());
        assertEquals(Optional.empty(), on.state().trouble());
    }

    @Test
    void holdIsNoRefusal() {
        video.send(SCREEN);
        video.offering(false);
        video.answered(sdp("sendrecv"));
        video.offering(true);
        video.answered(sdp("inactive"));
        assertTrue(video.state().sent().isPresent() && video.state().received());
    }

    @Test
    void aSourceThatFailsIsTakenOutOfTheCall() {
        video.send(SCREEN);
        video.offering(false);
        video.answered(sdp("sendrecv"));
        video.failed("SCREEN", ":0.0", "window-gone");
        assertEquals("phone-video-window-gone", trouble());
        assertTrue(video.due() && video.state().sent().isEmpty());
        video.send(SCREEN);
        video.failed("SCREEN", ":0.0", "device is busy");
        assertEquals(List.of("device is busy"), video.state().trouble().orElseThrow().args());
    }

    @Test
    void aCameraThatHangsEndsTheVideoAloneWhereThereIsNoOther() {
        video.send(FRONT);
        video.offering(false);
        video.answered(sdp("sendrecv"));
        video.failed("CAMERA", "c", "camera-frozen");
        assertEquals("phone-video-frozen", trouble());
        assertTrue(video.due() && video.state().sent().isEmpty() && video.state().received());
    }

    @Test
    void theNextCameraTakesOverWithoutAnOffer() {
        video.moved("c", DESK, "camera-frozen");
        assertEquals(Optional.empty(), video.state().sent(), "it was stopped meanwhile");
        video.send(FRONT);
        video.offering(false);
        video.answered(sdp("sendrecv"));
        video.moved("c", DESK, "camera-frozen");
        assertEquals("d", video.state().sent().orElseThrow().id());
        assertEquals("phone-video-moved-frozen", trouble());
        assertEquals(List.of("Desk"), video.state().trouble().orElseThrow().args());
        assertFalse(video.due());
        video.moved("d", new VideoSource(VideoSource.Kind.CAMERA, "e", "Door"), "no-camera");
        assertEquals("phone-video-moved", trouble());
    }

    /** The process opens the next camera for a while, in which the user shares the screen or chooses another camera. */
    @Test
    void whatTheUserChoseMeanwhileStays() {
        video.send(FRONT);
        video.offering(false);
        video.answered(sdp("sendrecv"));
        for (var chosen : List.of(SCREEN, DESK)) {
            video.send(chosen);
            video.moved("c", new VideoSource(VideoSource.Kind.CAMERA, "e", "Door"), "camera-frozen");
            video.failed("CAMERA", "c", "camera-frozen");
            video.failed("CAMERA", ":0.0", "camera-frozen");
            assertEquals(Optional.of(chosen), video.state().sent());
            assertEquals("", trouble());
        }
        video.stop();
        video.failed("CAMERA", "d", "camera-frozen");
        assertEquals("", trouble());
    }

    @Test
    void aWeakLinkPausesItAndSaysSo() {
        video.send(SCREEN);
        asked.clear();
        for (int i = 0; i < 4; i++)
            video.measured(second(i, 0.3));
        assertTrue(video.state().weak());
        assertEquals(List.of("video-weak true"), asked);
        for (int i = 0; i < 8; i++)
            video.measured(second(4, 0));
        assertFalse(video.state().weak());
    }

    @Test
    void framesThatDoNotComeAreNoticed() {
        video.offered(sdp("sendonly"), false);
        video.take(true);
        video.measured(second(30, 0));
        for (int i = 0; i < 4; i++)
            video.measured(second(30, 0));
        assertTrue(video.state().stalled());
        video.measured(second(45, 0));
        assertFalse(video.state().stalled());
        var quality = video.state().quality().orElseThrow();
        assertEquals("VP8", quality.codec());
        assertEquals(640, quality.in().width());
        assertEquals(45, quality.in().frames());
    }
}
