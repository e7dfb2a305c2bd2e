package org.trunkline.ui.phone.internal.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;

/**
 * A call of this desk that is over.
 *
 * @param id of its own: of the line, and the Call-ID, which two lines may share
 * @param answered empty where it was not
 * @param end why it ended; empty where that is not known
 */
public record EndedCall(String id, boolean outgoing, String number, Instant startedAt, Optional<Instant> answered, Instant endedAt,
        Optional<LocalizableText> end) {
    /** Ends of calls that rang here and are not missed. */
    private static final Set<String> DEALT_WITH = Set.of("phone-declined-here", "phone-answered-elsewhere", "phone-forwarded");

    static EndedCall of(LineState line, Instant startedAt) {
        return new EndedCall(line.id() + ' ' + line.callId(), line.direction() == Direction.OUT, line.number(), startedAt, line.answered(), line.since(),
                line.end());
    }

    /** It rang here and nobody did anything about it. */
    public boolean missed() {
        return !outgoing && answered.isEmpty() && end.filter(it -> DEALT_WITH.contains(it.code())).isEmpty();
    }

    /** From answer to end. */
    public Duration duration() {
        return answered.map(it -> Duration.between(it, endedAt)).orElse(Duration.ZERO);
    }
}
