package org.trunkline.phone.internal.sip;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.trunkline.phone.SoundQuality;
import org.trunkline.phone.internal.video.LineVideo;

/** The sound of one call, as its signalling needs it. On the thread of the phone, where its futures complete too. */
public interface CallMedia {
    /** What the other side may do with its own sound, and this side with its. */
    enum Direction {
        BOTH, HOLD
    }

    /** Makes an offer (RFC 3264), the first or another. */
    CompletableFuture<String> offer(Direction direction);

    /** Takes an offer and makes the answer. */
    CompletableFuture<String> answer(String offer, Direction direction);

    /** @param early whether another answer may follow (early media) */
    CompletableFuture<String> accept(String answer, boolean early);

    /** The offer made last was refused. */
    void takeBack();

    /** Whether it is that, or leads it elsewhere. */
    default boolean isOf(CallMedia other) {
        return this == other;
    }

    /** Offers look for a path again from now on, until one is accepted (ICE restart, RFC 8445 §9). */
    void restart();

    void mute(boolean muted);

    boolean muted();

    void press(char key);

    Optional<SoundQuality> quality();

    LineVideo video();

    void close();
}
