package org.trunkline.phone.internal.video;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.VideoState;
import org.trunkline.phone.internal.child.SoundMessage;

/**
 * The video of one call: what is wanted, what the other side's descriptions say, and whether another offer is due. On the
 * thread of the phone.
 */
public final class LineVideo {
    private final String call;
    private final boolean h264;
    private final Consumer<SoundMessage> process;
    private final WeakLink link = new WeakLink();
    private final VideoMeter meter = new VideoMeter();
    private Optional<VideoSource> sent = Optional.empty();
    private Optional<LocalizableText> trouble = Optional.empty();
    private boolean taken;
    private boolean declined;
    private boolean otherSends;
    private boolean muted;
    /** The next offer is the first with this side's video. */
    private boolean proposed;
    private boolean due;
    private boolean held;

    /** @param call its id in the sound process @param h264 whether it takes H.264 too @param process gets commands */
    public LineVideo(String call, boolean h264, Consumer<SoundMessage> process) {
        this.call = call;
        this.h264 = h264;
        this.process = process;
    }

    public VideoState state() {
        boolean received = taken && otherSends;
        return new VideoState(sent, received, otherSends && !taken && !declined, muted, link.weak(), received && meter.stalled(),
                meter.quality().filter(it -> sent.isPresent() || received), trouble);
    }

    /** Whether the call needs another offer for what is wanted. */
    public boolean due() {
        return due;
    }

    // --- commands

    public void send(VideoSource source) {
        boolean first = sent.isEmpty();
        sent = Optional.of(source);
        trouble = Optional.empty();
        link.reset();
        meter.reset();
        if (muted)
            mute(false);
        tell("video", "kind", source.kind(), "id", source.id());
        tell("video-weak", "on", false);
        tell("video-take", "on", true);
        declined = false;
        proposed |= first;
        due |= first || !taken;
        taken = true;
    }

    public void stop() {
        if (sent.isEmpty())
            return;
        drop();
        due = true;
    }

    public void take(boolean on) {
        if (taken == on) {
            declined = !on;
            return;
        }
        taken = on;
        declined = !on;
        trouble = Optional.empty();
        meter.reset();
        tell("video-take", "on", on);
        due = true;
    }

    public void mute(boolean on) {
        muted = on;
        tell("video-mute", "on", on);
    }

    private void drop() {
        sent = Optional.empty();
        muted = false;
        proposed = false;
        link.reset();
        tell("video", "kind", "");
        tell("video-mute", "on", false);
        tell("video-weak", "on", false);
    }

    // --- what happens

    /** This side makes an offer. */
    public void offering(boolean hold) {
        held = hold;
        due = false;
    }

    /** The answer to it. */
    public void answered(String sdp) {
        if (sdp.isEmpty())
            return;
        var line = VideoLine.of(sdp);
        if (taken && !held)
            otherSends = line.sends();
        if (proposed && !line.present()) { // inactive: it may still be taken
            drop();
            trouble = Optional.of(NOT_TAKEN);
        }
        proposed = false;
    }

    /** An offer of the other side, which this side answers next. */
    public void offered(String sdp, boolean hold) {
        held = hold;
        var line = VideoLine.of(sdp);
        boolean before = otherSends;
        boolean known = line.vp8() || line.h264() && h264;
        otherSends = line.sends() && known;
        if (!otherSends)
            declined = false;
        if (otherSends && !before)
            meter.reset();
        if (line.sends() && !known)
            trouble = Optional.of(line.h264() ? H264_OFF : UNKNOWN_FORMAT);
        if (line.present()) {
            due = false;
            proposed = false;
        } else if (sent.isPresent() && sdp.contains("m=video 0 ")) {
            drop();
            trouble = Optional.of(NOT_TAKEN);
        }
    }

    /** The offer of this side was refused. The sound stays as it was. */
    public void refused() {
        if (!proposed)
            return;
        drop();
        trouble = Optional.of(NOT_TAKEN);
    }

    /** A source gives no pictures. The user may have chosen another one by then. @param reason code of the process, or words of the library */
    public void failed(String kind, String id, String reason) {
        if (!sends(kind, id))
            return;
        drop();
        due = true;
        trouble = Optional.of(failure(reason));
    }

    /** The next camera gives the pictures instead of one that was lost. @param from id of that one @param reason code of the process */
    public void moved(String from, VideoSource to, String reason) {
        if (!sends(VideoSource.Kind.CAMERA.name(), from))
            return;
        sent = Optional.of(to);
        trouble = Optional.of(reason.equals(FROZEN) ? new LocalizableText("phone-video-moved-frozen", List.of(to.name()),
                "The camera gives no pictures any more. The video continues with " + to.name() + '.')
                : new LocalizableText("phone-video-moved", List.of(to.name()),
                        "The camera is not there any more. The video continues with " + to.name() + '.'));
    }

    private boolean sends(String kind, String id) {
        return sent.filter(it -> it.kind().name().equals(kind) && it.id().equals(id)).isPresent();
    }

    /** Totals of a second. */
    public void measured(SoundMessage totals) {
        meter.take(totals);
        if (sent.isPresent() && !muted && link.measured(totals.number("lossOut"), totals.number("videoLossOut"), totals.number("available")))
            tell("video-weak", "on", link.weak());
    }

    private void tell(String what, Object... pairs) {
        var all = new Object[pairs.length + 2];
        all[0] = "call";
        all[1] = call;
        System.arraycopy(pairs, 0, all, 2, pairs.length);
        process.accept(SoundMessage.of(what, all));
    }

    private static final String FROZEN = "camera-frozen";
    private static final LocalizableText NOT_TAKEN = new LocalizableText("phone-video-not-taken", List.of(),
            "The other side takes no video. The call continues with sound.");
    private static final LocalizableText UNKNOWN_FORMAT = new LocalizableText("phone-video-format", List.of(),
            "The video of the other side has a format that this phone does not know; it knows VP8 and H.264. The call continues with sound.");
    private static final LocalizableText H264_OFF = new LocalizableText("phone-video-h264-off", List.of(),
            "The video of the other side is H.264, which is off here. The call continues with sound. Turn H.264 on in Preferences › Phone, and call again.");

    /** What the process says of a source, in words. */
    public static LocalizableText failure(String reason) {
        return switch (reason) {
            case "no-camera" -> new LocalizableText("phone-video-no-camera", List.of(),
                    "The camera is not there any more. Connect it, or choose another one.");
            case FROZEN -> new LocalizableText("phone-video-frozen", List.of(),
                    "The camera gives no pictures any more. Connect it again, or choose another one.");
            case "no-screen" -> new LocalizableText("phone-video-no-screen", List.of(),
                    "The screen cannot be shared: the desk has no access to a display.");
            case "window-gone" -> new LocalizableText("phone-video-window-gone", List.of(), "The shared window was closed.");
            default -> new LocalizableText("phone-video-failed", List.of(reason), "The video failed: " + reason
                    + ". The call continues with sound. Close other programs that use the camera, then try again.");
        };
    }
}
