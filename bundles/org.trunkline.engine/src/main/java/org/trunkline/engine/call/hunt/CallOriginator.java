package org.trunkline.engine.call.hunt;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.message.AttachedParts;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.sdp.SdpSyntaxException;

/** For whom a {@link TargetHunt} looks for somebody who answers. */
public interface CallOriginator {
    /** Whether an emergency number was dialled: then no limit counts. */
    boolean emergency();

    /** Who calls, as others are to see it. */
    Party party();

    Presentation presentation();

    /** What a new leg is offered; empty to leave the offer to it. */
    Optional<Body> offerTo(Leg leg) throws MediaUnavailableException;

    /** Headers of a new leg's INVITE that are the seeker's. */
    List<Header> headers();

    /** What else a new leg's INVITE carries. */
    default AttachedParts attached() {
        return AttachedParts.NONE;
    }

    /** Media before the answer, as the seeker's side is to see it. */
    Optional<Body> earlyMedia(Leg leg, IncomingResponse response) throws SdpSyntaxException, MediaUnavailableException;

    /**
     * A leg whose INVITE had no offer makes one in a reliable provisional response, to be acknowledged with the answer.
     * A seeker that has made no offer and lets others answer reliably has to take it.
     */
    default void offered(Leg leg, IncomingResponse response, Consumer<Body> acknowledge) {}

    void progress(Leg leg, int status, Optional<Body> early);

    /** Phones that sleep are being woken: the seeker's side is told that it rings, before any phone says so. */
    default void waking() {}

    void answered(Leg leg, IncomingResponse success);

    /**
     * Gives the call to an application.
     *
     * @param lead why it goes there
     * @param plan where it goes without one
     * @return false where the seeker's side cannot be given, or was given already
     */
    default boolean handOver(Decision.ToApplication to, TargetOrigin lead, Supplier<Decision> plan) {
        return false;
    }

    /** Nobody answers; all attempts are over or cancelled. */
    void failed(Failure failure);

    /**
     * Why nobody answers.
     *
     * @param status for the seeker's side
     * @param reason the far side's text, where it gave one
     * @param headers Reason, Retry-After
     */
    public record Failure(int status, Cause cause, EndedBy by, Optional<String> reason, List<Header> headers) {
        public static Failure of(int status, Cause cause, Header... headers) {
            return new Failure(status, cause, EndedBy.NODE, Optional.empty(), List.of(headers));
        }
    }
}
