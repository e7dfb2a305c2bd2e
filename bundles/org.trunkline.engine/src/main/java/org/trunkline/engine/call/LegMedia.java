package org.trunkline.engine.call;

import java.util.Optional;

import org.trunkline.engine.sdp.SessionDescription;

/** The media of one leg: what it said last, what it was told last, its keys, the codec agreed on. The mailbox's. */
final class LegMedia {
    final LastLocalSdp told;
    final LegSecurity security = new LegSecurity();
    private Optional<SessionDescription> described = Optional.empty();
    private Optional<String> codec = Optional.empty();
    private boolean holds;

    /** @param sessionId of the node's descriptions for the leg */
    LegMedia(long sessionId) {
        this.told = new LastLocalSdp(sessionId);
    }

    /** What the leg said last of the media it wants. */
    Optional<SessionDescription> described() {
        return described;
    }

    void describe(SessionDescription description) {
        described = Optional.of(description);
    }

    Optional<String> codec() {
        return codec;
    }

    void codec(Optional<String> agreed) {
        codec = agreed;
    }

    /** Whether the leg holds the other side. */
    boolean holds() {
        return holds;
    }

    /** What the leg said decides whether it holds the other side. */
    void holds(SessionDescription said) {
        holds = said.holds();
    }

    /** The leg's own answer: it decides on codec and hold. */
    void agreed(SessionDescription answer) {
        codec = answer.codec();
        holds = answer.holds();
    }
}
