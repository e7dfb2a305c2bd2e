package org.trunkline.phone.internal.sound;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.trunkline.phone.SoundQuality;
import org.trunkline.phone.internal.child.SoundMessage;
import org.trunkline.phone.internal.sip.CallMedia;
import org.trunkline.phone.internal.video.LineVideo;

/** The sound of one call, in the sound process. */
public final class SoundCall implements CallMedia {
    private final String id;
    private final SoundHost host;
    private final QualityMeter meter = new QualityMeter();
    private final LineVideo video;
    private final boolean h264;
    private boolean muted;
    private boolean restarting;

    /** @param h264 whether its video may be H.264 too */
    SoundCall(String id, SoundHost host, boolean h264) {
        this.id = id;
        this.host = host;
        this.h264 = h264;
        video = new LineVideo(id, h264, message -> host.tell(this, message));
    }

    String id() {
        return id;
    }

    void measured(SoundMessage totals) {
        meter.take(totals);
        video.measured(totals);
    }

    @Override
    public CompletableFuture<String> offer(Direction direction) {
        video.offering(direction == Direction.HOLD);
        return host.ask(this, "offer", "hold", direction == Direction.HOLD, "restart", restarting, "h264", h264);
    }

    @Override
    public CompletableFuture<String> answer(String offer, Direction direction) {
        video.offered(offer, direction == Direction.HOLD);
        return host.ask(this, "answer", "sdp", offer, "hold", direction == Direction.HOLD, "h264", h264);
    }

    @Override
    public CompletableFuture<String> accept(String answer, boolean early) {
        if (!early) {
            restarting = false;
            video.answered(answer);
        }
        return host.ask(this, "accept", "sdp", answer, "early", early);
    }

    @Override
    public void takeBack() {
        video.refused();
        host.tell(SoundMessage.of("take-back", "call", id));
    }

    @Override
    public void restart() {
        restarting = true;
    }

    @Override
    public void mute(boolean on) {
        muted = on;
        host.tell(SoundMessage.of("mute", "call", id, "on", on));
    }

    @Override
    public boolean muted() {
        return muted;
    }

    @Override
    public void press(char key) {
        host.tell(SoundMessage.of("press", "call", id, "key", key));
    }

    @Override
    public Optional<SoundQuality> quality() {
        return meter.quality();
    }

    @Override
    public LineVideo video() {
        return video;
    }

    @Override
    public void close() {
        host.closed(this);
    }
}
