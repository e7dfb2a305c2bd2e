package org.trunkline.engine.port;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.Unheard;

/** The calls in progress, for administration; implemented by the engine. <b>Threads:</b> any; never blocks. */
public interface Calls {
    /** Immutable snapshots, oldest first. */
    List<LiveCall> snapshot();

    int count();

    /** Calls since start that have a record, or will at their end: those in progress are counted already. */
    long total();

    /** Asks a call's mailbox to end it. @return false where the call is not there */
    boolean hangUp(CallId call);

    /**
     * The record and the messages of a call as if it ended now, taken on the call's thread; empty where the call is not there, or
     * ends before that. A defect fails what is returned, and leaves the call alone.
     */
    default CompletableFuture<Optional<SoFar>> soFar(CallId call) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** @param record its end is now, its cause none of importance */
    record SoFar(Cdr record, Ladder ladder) {}

    /** Conferences in progress, by name. */
    default List<Media.Mixed> mixes() {
        return List.of();
    }

    /** Whether the others of its conference hear a call from now on. @return false where the call is in none, or there to listen */
    default boolean mute(CallId call, boolean muted) {
        return false;
    }

    /** Why nobody can listen to a call now; empty where one can. Found on the call's thread. */
    default CompletableFuture<Optional<Unheard>> unheard(CallId call) {
        return CompletableFuture.completedFuture(Optional.of(new Unheard(Unheard.Why.GONE)));
    }

    /**
     * Has a mix hear both sides of a call, with a consent tone for both, as {@link MediaSession#listen}.
     *
     * @return on the call's thread; empty where nobody can listen to it any more
     */
    default CompletableFuture<Optional<MediaSession.Listening>> listen(CallId call, String mix, Runnable ended) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** Refuses new calls with 503 from now on; the others go on. */
    void drain();

    boolean draining();

    /** Takes new calls again. */
    void resume();

    /** Fill of the engine's tables, and what it refused. */
    default BorderStatus border() {
        return BorderStatus.NONE;
    }

    /** Ends every call, records written, and returns when all are gone or after a few seconds. */
    void endAll();

    /** Called after any call's snapshot changed, on that call's thread: note it and return. */
    AutoCloseable onChange(Runnable listener);

    /** Called with each final status of a call towards the caller, for ASR. */
    AutoCloseable onEnded(Consumer<Boolean> answered);
}
