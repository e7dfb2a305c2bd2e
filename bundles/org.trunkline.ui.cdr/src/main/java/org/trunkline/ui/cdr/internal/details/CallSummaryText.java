package org.trunkline.ui.cdr.internal.details;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;

/** What the summary of a call says, line by line. */
public final class CallSummaryText {
    /** @param tooltip empty for none */
    public record Fact(String label, String value, Tone tone, String tooltip) {}

    private final Texts texts;
    private final Formats formats;
    private final StateText states;

    public CallSummaryText(Texts texts, Formats formats, StateText states) {
        this.texts = texts;
        this.formats = formats;
        this.states = states;
    }

    /** The outcome in one line: {@code Answered for 1:02:33} or {@code Busy, 486 Busy Here}. */
    public String outcome(Cdr cdr) {
        if (!cdr.answered())
            return states.of(cdr.cause()) + ", " + SipStatus.text(cdr.sipStatus());
        String answered = texts.get("summary.outcome.answered", formats.duration(cdr.duration()));
        return cdr.cause() == Cause.NORMAL ? answered : answered + ", " + states.of(cdr.cause());
    }

    /** Of a call that goes on: {@code In progress for 1:02}. */
    private String progress(Cdr cdr) {
        return cdr.answered() ? texts.get("summary.outcome.live", formats.duration(cdr.duration()))
                : texts.get("summary.outcome.setup", formats.duration(Duration.between(cdr.startedAt(), cdr.endedAt())));
    }

    /** Who, over what, and how it ended. @param live whether it goes on @param labels of the fields that plug-ins add, by name, as far as they are known */
    public List<Fact> parties(Cdr cdr, boolean live, Map<String, String> labels) {
        var facts = new ArrayList<Fact>();
        facts.add(live ? plain("outcome", progress(cdr))
                : new Fact(texts.get("summary.outcome"), outcome(cdr), states.tone(cdr.cause()), ""));
        facts.add(plain("from", party(cdr.from())));
        facts.add(plain("to", party(cdr.to())));
        facts.add(plain("direction", states.of(cdr.direction())));
        facts.add(plain("trunk", cdr.trunk().orElse(Formats.NONE)));
        facts.add(plain("route", cdr.route().orElse(Formats.NONE)));
        if (!live)
            facts.add(plain("endedby", states.of(cdr.endedBy())));
        cdr.reason().filter(reason -> !reason.equals(SipStatus.text(cdr.sipStatus())))
                .ifPresent(reason -> facts.add(plain("reason", reason)));
        facts.add(plain("id", cdr.id().value()));
        cdr.marks().attributes().forEach(it -> facts.add(attribute(it, labels)));
        return facts;
    }

    /** When, how long, how good. @param live whether it goes on */
    public List<Fact> times(Cdr cdr, boolean live) {
        var facts = new ArrayList<Fact>();
        facts.add(instant("started", Optional.of(cdr.startedAt())));
        facts.add(instant("ringing", cdr.ringingAt()));
        facts.add(instant("answered", cdr.answeredAt()));
        facts.add(instant("ended", Optional.of(cdr.endedAt()).filter(at -> !live)));
        facts.add(plain("pdd", cdr.postDialDelay().map(formats::delay).orElse(Formats.NONE)));
        facts.add(plain("duration", formats.duration(cdr.duration())));
        facts.add(plain("billed", texts.get("summary.seconds", cdr.billedSeconds())));
        cdr.cost().ifPresent(cost -> facts.add(plain("cost", formats.price(cost))));
        codecs(cdr).ifPresent(codecs -> facts.add(plain("codecs", codecs)));
        facts.add(new Fact(texts.get("summary.mos"), formats.mos(cdr.mos()),
                cdr.mos().isPresent() ? Formats.mosTone(cdr.mos().getAsDouble()) : Tone.PLAIN,
                texts.get("summary.mos.tip")));
        return facts;
    }

    /** {@code PCMA}, or where the sides speak differently {@code PCMA ↔ opus, converted by the node}; empty before an answer. */
    private Optional<String> codecs(Cdr cdr) {
        var callee = cdr.legs().stream().filter(leg -> leg.side() == LegSide.CALLEE && leg.answeredAt().isPresent())
                .max(Comparator.comparing(CdrLeg::endedAt)).flatMap(CdrLeg::codec);
        var caller = cdr.legs().stream().filter(leg -> leg.side() == LegSide.CALLER).findFirst().flatMap(CdrLeg::codec);
        if (callee.isEmpty() || caller.isEmpty())
            return caller.or(() -> callee);
        return caller.equals(callee) ? caller : Optional.of(texts.get("summary.codecs.converted", caller.get(), callee.get()));
    }

    /** {@code Alice, +46 8… (dialled 08…)}, as far as it is known. */
    public String party(Party party) {
        if (party.displayName().isEmpty() && party.normalised().isEmpty() && party.dialled().isEmpty())
            return Formats.NONE;
        String name = party.displayName().isEmpty() ? party.normalised()
                : party.displayName() + "  " + party.normalised();
        return party.dialled().equals(party.normalised()) ? name
                : texts.get("summary.party.dialled", name, party.dialled());
    }

    /** A field that a plug-in added; its tooltip has its name, as searches and exports call it. */
    private Fact attribute(Attribute it, Map<String, String> labels) {
        String value = it.type() == Attribute.Type.TIME ? formats.dateTime(Instant.parse(it.value())) : it.value();
        return new Fact(labels.getOrDefault(it.name(), it.name()), value, Tone.PLAIN, texts.get("summary.added.tip", it.source(), it.name()));
    }

    private Fact plain(String key, String value) {
        String tip = "summary." + key + ".tip";
        return new Fact(texts.get("summary." + key), value, Tone.PLAIN, texts.has(tip) ? texts.get(tip) : "");
    }

    private Fact instant(String key, Optional<Instant> at) {
        return new Fact(texts.get("summary." + key), at.map(formats::dateTimeMillis).orElse(Formats.NONE), Tone.PLAIN,
                at.map(formats::utc).orElse(""));
    }
}
