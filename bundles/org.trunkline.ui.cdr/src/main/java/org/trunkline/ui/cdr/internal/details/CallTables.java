package org.trunkline.ui.cdr.internal.details;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.TableSpec;

/** The tables of a call's legs and streams: their columns and rows. */
final class CallTables {
    /** @param number 0 for the caller's, then in the order opened */
    record Leg(int number, CdrLeg leg) {}

    private static final int FIRST_ERROR = 400;
    private static final int FIRST_REDIRECT = 300;

    private final Texts texts;
    private final Formats formats;

    CallTables(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    static List<Leg> legs(Cdr cdr) {
        var legs = new ArrayList<Leg>();
        for (CdrLeg leg : cdr.legs())
            legs.add(new Leg(legs.size(), leg));
        return legs;
    }

    TableSpec<Leg> legTable() {
        return new TableSpec<>("call.legs", texts.get("details.legs"), List.of(
                legColumn("side", l -> l.leg().side() == LegSide.CALLER ? texts.get("legs.caller")
                        : texts.get("legs.callee", l.number())),
                legColumn("peer", l -> l.leg().peer()),
                legColumn("status", l -> SipStatus.text(l.leg().sipStatus())).tone(CallTables::tone),
                legColumn("started", l -> formats.timeMillis(l.leg().startedAt()))
                        .hover(l -> formats.utc(l.leg().startedAt())).monospaced(),
                legColumn("ringing", l -> after(l, l.leg().ringingAt())).alignedRight().monospaced(),
                legColumn("answered", l -> after(l, l.leg().answeredAt())).alignedRight().monospaced(),
                legColumn("ended", l -> after(l, Optional.of(l.leg().endedAt()))).alignedRight().monospaced(),
                legColumn("codec", l -> l.leg().codec().orElse(Formats.NONE)),
                legColumn("address", l -> l.leg().transport() + " " + l.leg().remoteAddress()),
                legColumn("agent", l -> l.leg().userAgent().orElse(Formats.NONE)),
                legColumn("callid", l -> l.leg().sipCallId())), Leg::number);
    }

    private Column<Leg> legColumn(String id, Function<Leg, String> text) {
        return Column.of(id, texts.get("legs." + id), texts.get("legs." + id + ".tip"), text);
    }

    private String after(Leg leg, Optional<Instant> at) {
        return at.map(t -> "+" + formats.decimal(Duration.between(leg.leg().startedAt(), t).toMillis() / 1000.0, 3))
                .orElse(Formats.NONE);
    }

    private static Tone tone(Leg leg) {
        int status = leg.leg().sipStatus();
        if (status >= FIRST_ERROR)
            return status == 487 ? Tone.OFF : Tone.BAD;
        return status >= FIRST_REDIRECT ? Tone.WARN : status >= 200 ? Tone.OK : Tone.OFF;
    }

    TableSpec<StreamReport> streamTable() {
        return new TableSpec<>("call.streams", texts.get("details.quality"), List.of(
                streamColumn("direction", s -> texts.get(s.from() == LegSide.CALLER ? "quality.from.caller"
                        : "quality.from.callee")),
                streamColumn("mos", s -> formats.mos(s.mos()))
                        .tone(s -> s.mos().map(Formats::mosTone).orElse(Tone.PLAIN)),
                streamColumn("r", s -> s.rFactor().map(r -> formats.decimal(r, 1)).orElse(Formats.NONE))
                        .alignedRight(),
                streamColumn("media", StreamReport::media),
                streamColumn("codec", s -> s.codec().isEmpty() ? Formats.NONE : s.codec()),
                streamColumn("packets", s -> formats.count(s.packets())).alignedRight().monospaced(),
                streamColumn("lost", s -> texts.get("quality.lost.value", formats.count(s.lost()),
                        MosExplanation.percent(s.lossRatio(), formats))).alignedRight(),
                streamColumn("jitter", s -> texts.get("quality.jitter.value", formats.delay(s.jitter()),
                        formats.delay(s.maxJitter()))).alignedRight(),
                streamColumn("rtt", s -> s.rtt().map(formats::delay).orElse(Formats.NONE)).alignedRight(),
                streamColumn("disorder", s -> texts.get("quality.disorder.value", formats.count(s.reordered()),
                        formats.count(s.duplicates()))).alignedRight()),
                s -> s.from() + " " + s.mline());
    }

    private Column<StreamReport> streamColumn(String id, Function<StreamReport, String> text) {
        return Column.of(id, texts.get("quality." + id), texts.get("quality." + id + ".tip"), text);
    }
}
