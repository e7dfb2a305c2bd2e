package org.trunkline.phone;

import java.time.Instant;
import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/**
 * A call as the phone sees it.
 *
 * @param id of the phone's own
 * @param callId Call-ID of its dialog, to find its record by
 * @param number of the other side, as it came or was called
 * @param name of the other side; empty where none came
 * @param together whether those of other calls of this phone hear its other side, and it them ({@link Phone#conference})
 * @param since when this state began
 * @param answered empty before
 * @param notice what happened in this call that its user must know, as a failed transfer or a device that was unplugged
 * @param end why it ended; empty before
 */
public record LineState(String id, String account, String callId, Direction direction, State state, String number,
        String name, boolean held, boolean heldByOther, boolean muted, boolean together, Instant since, Optional<Instant> answered,
        Optional<SoundQuality> quality, Optional<LocalizableText> notice, Optional<LocalizableText> end, VideoState video) {
    /** What the names of such conferences begin with. */
    public static final String CONFERENCE = "conference-";
    /** The target of a transfer that parks a call in the first free slot of the node. */
    public static final String PARK = "park-any";

    public enum Direction {
        IN, OUT
    }

    /** Whether the other side is a conference of a node that a phone began ({@link Phone#conference}). */
    public boolean isConference() {
        return number.startsWith(CONFERENCE);
    }

    /** CALLING until something rings, RINGING there or here, then TALKING, then ENDED. */
    public enum State {
        CALLING, RINGING, TALKING, ENDED
    }
}
