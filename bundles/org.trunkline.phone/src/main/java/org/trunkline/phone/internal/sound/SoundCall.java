package org.trunkline.phone.internal.sound;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.trunkline.phone.SoundQuality;
import org.trunkline.phone.internal.child.SoundMessage;
import org.trunkline.phone.internal.sip.CallMedia;

/** The sound of one call, in the sound process. */
public final class SoundCall implements CallMedia {
    private final String id;
    private final SoundHost host;
    private final QualityMeter meter = new QualityMeter();
    private boolean muted;

    SoundCall(String id, SoundHost host) {
        this.id = id;
        this.host = host;
    }

    String id() {
        return id;
    }

    void measured(SoundMessage totals) {
        meter.take(totals);
    }

    @Override
    public CompletableFuture<String> offer(Direction direction) {
        return host.ask(this, "offer", "hold", direction == Direction.HOLD);
    }

    @Override
    public CompletableFuture<String> answer(String offer, Direction direction) {
        return host.ask(this, "answer", "sdp", offer, "hold", direction == Direction.HOLD);
    }

    @Override
    public CompletableFuture<String> accept(String answer, boolean early) {
        return host.ask(this, "accept", "sdp", answer, "early", early);
    }

    @Override
    public void takeBack() {
        host.tell(SoundMessage.of("take-back", "call", id));
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
    public void close() {
        host.closed(this);
    }
}
