package org.trunkline.phone.internal.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.trunkline.phone.SoundQuality;
import org.trunkline.phone.internal.video.LineVideo;

/** Sound that says what it was asked for. */
public final class FakeMedia implements CallMedia {
    public final List<String> asked = new ArrayList<>();
    /** Where set, offers wait for it. */
    Optional<CompletableFuture<String>> slow = Optional.empty();
    boolean refusing;
    private Optional<String> description = Optional.empty();
    private String heard = "";
    private final LineVideo video = new LineVideo("1", false, message -> asked.add(message.what()));
    private boolean muted;

    /** Offers and answers with it from now on. */
    public void says(String sdp) {
        description = Optional.of(sdp);
    }

    /** Whether it answers no offer from now on. */
    public void refuses(boolean offers) {
        refusing = offers;
    }

    /** The last description of the other side. */
    public String heard() {
        return heard;
    }

    @Override
    public CompletableFuture<String> offer(Direction direction) {
        asked.add("offer " + direction);
        return slow.or(() -> description.map(CompletableFuture::completedFuture)).orElseGet(() -> CompletableFuture.completedFuture("v=0\r\nm=audio 9 X 0\r\na="
                + (direction == Direction.HOLD ? "sendonly" : "sendrecv") + "\r\n"));
    }

    @Override
    public CompletableFuture<String> answer(String offer, Direction direction) {
        asked.add("answer " + direction);
        heard = offer;
        return refusing ? CompletableFuture.failedFuture(new IllegalStateException("no codec"))
                : CompletableFuture.completedFuture(description.orElse("v=0\r\nm=audio 9 X 0\r\n"));
    }

    @Override
    public CompletableFuture<String> accept(String answer, boolean early) {
        asked.add(early ? "early" : "accept");
        heard = answer;
        return CompletableFuture.completedFuture("");
    }

    @Override
    public void takeBack() {
        asked.add("take back");
    }

    @Override
    public void restart() {
        asked.add("restart");
    }

    @Override
    public void mute(boolean on) {
        muted = on;
    }

    @Override
    public boolean muted() {
        return muted;
    }

    @Override
    public void press(char key) {
        asked.add("press " + key);
    }

    @Override
    public Optional<SoundQuality> quality() {
        return Optional.empty();
    }

    @Override
    public LineVideo video() {
        return video;
    }

    @Override
    public void close() {
        asked.add("close");
    }
}
