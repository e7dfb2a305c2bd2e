package org.trunkline.ui.phone.internal.words;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** A call of the phone in words. */
public record LineText(Texts texts, Formats formats, SaidText said) {
    public static LineText create() {
        return new LineText(PhoneWords.texts(), Formats.ofPreferences(), SaidText.create());
    }

    /** The other side: {@code Anna Å  +46701234567}. */
    public String party(LineState line) {
        return party(line, "");
    }

    /** @param contact name of the contact with the number, which is shown where the call brought none */
    public String party(LineState line, String contact) {
        if (line.isConference())
            return texts.get("line.conference");
        String name = line.name().isEmpty() ? contact : line.name();
        if (line.number().isEmpty())
            return name.isEmpty() ? texts.get("line.anonymous") : name;
        return name.isEmpty() || name.equals(line.number()) ? line.number() : name + "  " + line.number();
    }

    /** What the call does now: {@code Talking, microphone muted}. */
    public String state(LineState line) {
        return switch (line.state()) {
            case CALLING -> texts.get("line.calling");
            case RINGING -> texts.get(line.direction() == Direction.IN ? "line.calls-you" : "line.ringing");
            case TALKING -> talking(line);
            case ENDED -> line.end().filter(end -> !end.isEmpty() || !end.code().isEmpty()).map(said::of)
                    .orElseGet(() -> texts.get("line.ended"));
        };
    }

    private String talking(LineState line) {
        var all = new ArrayList<String>();
        if (line.held() && line.heldByOther())
            all.add(texts.get("line.held.both"));
        else if (line.held())
            all.add(texts.get("line.held"));
        else if (line.heldByOther())
            all.add(texts.get("line.held.other"));
        else
            all.add(texts.get("line.talking"));
        if (line.together() && !line.held())
            all.add(texts.get("line.in-conference"));
        if (line.muted())
            all.add(texts.get("line.muted"));
        return String.join(", ", all);
    }

    /** {@code 0:42}: since the answer, or since it rings; how long it was once it is over. */
    public String timer(LineState line, Instant now) {
        if (line.state() == State.ENDED)
            return line.answered().map(at -> formats.duration(Duration.between(at, line.since()))).orElse("");
        return formats.duration(Duration.between(line.answered().orElse(line.since()), now));
    }
}
