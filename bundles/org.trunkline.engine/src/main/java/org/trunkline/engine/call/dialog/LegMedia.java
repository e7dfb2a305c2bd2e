package org.trunkline.engine.call.dialog;

import java.util.Optional;

import org.trunkline.engine.sdp.SessionDescription;

/** The media of one leg: what it said last, what it was told last, its keys, the codec agreed on. The mailbox's. */
public final class LegMedia {
    public final LastLocalSdp told;
    public final LegSecurity security = new LegSecurity();
    private Optional<SessionDescription> described = Optional.empty();
    private Optional<String> codec = Optional.empty();
    private boolean holds;

    /** @param sessionId of the node's descriptions for the leg */
    LegMedia(long sessionId) {
        this.told = new LastLocalSdp(sessionId);
    }

    /** What the leg said last of the media it wants. */
    public Optional<SessionDescription> described() {
        return described;
    }

    public void describe(SessionDescription description) {
        described = Optional.of(description);
    }

    public Optional<String> codec() {
        return codec;
    }

    public void codec(Optional<String> agreed) {
        codec = agreed;
    }

    /** Whether the leg holds the other side. */
    public boolean holds() {
        return holds;
    }

    /** What the leg said decides whether it holds the other side. */
    public void holds(SessionDescription said) {
        holds = said.holds();
    }

    /** The leg's own answer: it decides on codec and hold. */
    public void agreed(SessionDescription answer) {
        codec = answer.codec();
        holds = answer.holds();
    }
}
