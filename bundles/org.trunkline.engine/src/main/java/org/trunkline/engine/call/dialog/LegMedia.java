package org.trunkline.engine.call.dialog;

import java.util.List;
import java.util.Optional;

import org.trunkline.engine.sdp.SessionDescription;

/** The media of one leg: what it said last, what it was told last, its keys, the codec agreed on. The mailbox's. */
public final class LegMedia {
    public final LastLocalSdp told;
    public final LegSecurity security = new LegSecurity();
    private Optional<SessionDescription> described = Optional.empty();
    private Optional<String> codec = Optional.empty();
    private boolean holds;
    private boolean needsMore;
    private List<String> only = List.of();
    private Optional<SessionDescription> offered = Optional.empty();
    private Optional<SessionDescription> bound = Optional.empty();

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

    /** It refused what the other side offers: from now on it is offered what the node can make of that too. */
    public void needMore() {
        needsMore = true;
    }

    public boolean needsMore() {
        return needsMore;
    }

    /** The audio codecs that alone are offered to it, the preferred first. */
    public void only(List<String> codecs) {
        only = List.copyOf(codecs);
    }

    /** Empty where it may be offered any. */
    public List<String> only() {
        return only;
    }

    /** The node offered it codecs that the other side does not have; counts once the leg has answered. */
    public void offered(SessionDescription offer) {
        offered = Optional.of(offer);
    }

    /** The leg's answer came. @return whether it answers such an offer */
    public boolean answers() {
        bound = offered.or(() -> bound);
        boolean answers = offered.isPresent();
        offered = Optional.empty();
        return answers;
    }

    /** What the node told the leg, where that is not what the other side said: the leg sends nothing else. */
    public Optional<SessionDescription> bound() {
        return bound;
    }

    public void bound(SessionDescription answer) {
        bound = Optional.of(answer);
        offered = Optional.empty();
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
