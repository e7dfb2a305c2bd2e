package org.trunkline.phone.internal.border;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.relay.RelayException;
import org.trunkline.engine.relay.RelayedMedia;
import org.trunkline.phone.SoundQuality;
import org.trunkline.phone.internal.sip.CallFailure;
import org.trunkline.phone.internal.sip.CallMedia;
import org.trunkline.phone.internal.video.LineVideo;

/** The sound of a call whose server has no DTLS-SRTP: both are told the ports of a relay between them. */
final class BorderedMedia implements CallMedia {
    private interface Step {
        String of(RelayedMedia call) throws RelayException;
    }

    private final CallMedia sound;
    private final CompletableFuture<RelayedMedia> relayed;

    BorderedMedia(CallMedia sound, CompletableFuture<RelayedMedia> relayed) {
        this.sound = sound;
        this.relayed = relayed;
    }

    /** The relay of a call that has one. */
    static Optional<RelayedMedia> relay(CallMedia call) {
        return call instanceof BorderedMedia bordered && bordered.relayed.isDone() && !bordered.relayed.isCompletedExceptionally()
                ? Optional.of(bordered.relayed.join()) : Optional.empty();
    }

    private CompletableFuture<String> told(Step step) {
        return relayed.thenCompose(call -> {
            try {
                return CompletableFuture.completedFuture(step.of(call));
            } catch (RelayException e) {
                return CompletableFuture.failedFuture(new CallFailure(new LocalizableText("phone-bad-media", List.of(String.valueOf(e.getMessage())),
                        "The sound that the server wants is not possible: " + e.getMessage())));
            }
        });
    }

    @Override
    public CompletableFuture<String> offer(Direction direction) {
        return sound.offer(direction).thenCompose(sdp -> told(call -> call.fromPhone(sdp, false)));
    }

    @Override
    public CompletableFuture<String> answer(String offer, Direction direction) {
        return told(call -> call.fromServer(offer, false)).thenCompose(sdp -> sound.answer(sdp, direction))
                .thenCompose(sdp -> told(call -> call.fromPhone(sdp, true))).whenComplete((_, failure) -> {
                    if (failure != null)
                        relayed.thenAccept(RelayedMedia::refusedByPhone);
                });
    }

    @Override
    public CompletableFuture<String> accept(String answer, boolean early) {
        if (answer.isEmpty()) // the early one counts
            return sound.accept(answer, early);
        return told(call -> call.fromServer(answer, true)).thenCompose(sdp -> sound.accept(sdp, early));
    }

    @Override
    public void takeBack() {
        relayed.thenAccept(RelayedMedia::refusedByServer);
        sound.takeBack();
    }

    @Override
    public boolean isOf(CallMedia other) {
        return this == other || sound.isOf(other);
    }

    @Override
    public void restart() {
        sound.restart();
    }

    @Override
    public void mute(boolean muted) {
        sound.mute(muted);
    }

    @Override
    public boolean muted() {
        return sound.muted();
    }

    @Override
    public void press(char key) {
        sound.press(key);
    }

    @Override
    public Optional<SoundQuality> quality() {
        return sound.quality();
    }

    @Override
    public LineVideo video() {
        return sound.video();
    }

    @Override
    public void close() {
        relayed.thenAccept(RelayedMedia::close);
        sound.close();
    }
}
