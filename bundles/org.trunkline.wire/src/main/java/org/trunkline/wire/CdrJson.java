package org.trunkline.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** Records and their ladders. */
public final class CdrJson {
    private CdrJson() {}

    public static ObjectNode write(Cdr cdr) {
        var out = new Out().put("id", cdr.id().value()).put("direction", cdr.direction());
        CallJson.writeParty(out, "from", cdr.from());
        CallJson.writeParty(out, "to", cdr.to());
        CostJson.write(cdr.cost(), out);
        return out.text("trunk", cdr.trunk()).text("route", cdr.route()).put("startedAt", cdr.startedAt())
                .instant("ringingAt", cdr.ringingAt()).instant("answeredAt", cdr.answeredAt())
                .put("endedAt", cdr.endedAt()).millis("durationMs", cdr.duration())
                .put("billedSeconds", cdr.billedSeconds()).millis("postDialDelayMs", cdr.postDialDelay())
                .put("endedBy", cdr.endedBy()).put("sipStatus", cdr.sipStatus()).put("cause", cdr.cause().code())
                .text("reason", cdr.reason()).list("legs", cdr.legs(), CdrJson::writeLeg)
                .list("quality", cdr.quality(), CdrJson::writeStream).decimal("mos", cdr.mos())
                .put("why", writeWhy(cdr.why())).put("marks", writeMarks(cdr.marks()))
                .texts("findings", cdr.findings()).node();
    }

    /** What can be computed from the rest is not read. */
    public static Cdr read(JsonNode node) {
        var in = new In(node);
        return new Cdr(new CallId(in.text("id")), in.word("direction", Direction.class),
                CallJson.readParty(in, "from"), CallJson.readParty(in, "to"), in.optionalText("trunk"),
                in.optionalText("route"), in.instant("startedAt"), in.optionalInstant("ringingAt"),
                in.optionalInstant("answeredAt"), in.instant("endedAt"), in.word("endedBy", EndedBy.class),
                in.small("sipStatus"), Cause.ofCode(in.text("cause")), in.optionalText("reason"),
                in.list("legs", CdrJson::readLeg), in.list("quality", CdrJson::readStream),
                in.optionalObject("why").map(CdrJson::readWhy).orElse(Why.NOTHING),
                in.optionalObject("marks").map(CdrJson::readMarks).orElse(CallMarks.NONE).with(CostJson.read(in)));
    }

    private static ObjectNode writeMarks(CallMarks marks) {
        var out = new Out().put("emergency", marks.emergency()).text("continues", marks.continues().map(CallId::value))
                .text("continuedAs", marks.continuedAs().map(CallId::value))
                .text("transferredBy", marks.transferredBy());
        if (!marks.findings().isEmpty())
            out.list("findings", marks.findings(), CdrJson::writeFinding);
        return AttributeJson.write(marks.attributes(), out).node();
    }

    private static CallMarks readMarks(In in) {
        return new CallMarks(in.optionalFlag("emergency").orElse(false), in.optionalText("continues").map(CallId::new),
                in.optionalText("continuedAs").map(CallId::new), in.optionalText("transferredBy"))
                        .with(in.has("findings") ? in.list("findings", CdrJson::readFinding) : List.<Finding>of())
                        .withAttributes(AttributeJson.read(in));
    }

    private static ObjectNode writeFinding(Finding it) {
        var text = new Out();
        it.text().forEach(text::put);
        return new Out().put("code", it.code()).put("severity", it.severity()).put("source", it.source())
                .put("text", text.node()).node();
    }

    private static Finding readFinding(In in) {
        return new Finding(in.text("code"), in.word("severity", Finding.Severity.class), in.value("text", CdrJson::readTexts),
                in.text("source"));
    }

    private static Map<String, String> readTexts(JsonNode node) {
        var text = new HashMap<String, String>();
        var in = new In(node);
        node.fieldNames().forEachRemaining(language -> text.put(language, in.text(language)));
        return text;
    }

    private static ObjectNode writeLeg(CdrLeg leg) {
        return new Out().put("side", leg.side()).put("peer", leg.peer()).put("sipCallId", leg.sipCallId())
                .put("remoteAddress", leg.remoteAddress()).put("transport", leg.transport())
                .put("startedAt", leg.startedAt()).instant("ringingAt", leg.ringingAt())
                .instant("answeredAt", leg.answeredAt()).put("endedAt", leg.endedAt())
                .put("sipStatus", leg.sipStatus()).text("codec", leg.codec()).text("userAgent", leg.userAgent())
                .node();
    }

    private static CdrLeg readLeg(In in) {
        return new CdrLeg(in.word("side", LegSide.class), in.text("peer"), in.text("sipCallId"),
                in.text("remoteAddress"), in.text("transport"), in.instant("startedAt"),
                in.optionalInstant("ringingAt"), in.optionalInstant("answeredAt"), in.instant("endedAt"),
                in.small("sipStatus"), in.optionalText("codec"), in.optionalText("userAgent"));
    }

    static ObjectNode writeStream(StreamReport stream) {
        return new Out().put("from", stream.from()).put("mline", stream.mline()).put("media", stream.media())
                .put("codec", stream.codec()).put("packets", stream.packets()).put("octets", stream.octets())
                .put("lost", stream.lost()).put("lossRatio", stream.lossRatio())
                .put("duplicates", stream.duplicates()).put("reordered", stream.reordered())
                .millis("jitterMs", stream.jitter()).millis("maxJitterMs", stream.maxJitter())
                .millis("rttMs", stream.rtt()).put("burstRatio", stream.burstRatio())
                .decimal("rFactor", stream.rFactor()).decimal("mos", stream.mos())
                .object("bursts", stream.bursts().map(CdrJson::writeBursts))
                .object("farEnd", stream.farEnd().map(CdrJson::writeFarEnd)).node();
    }

    private static ObjectNode writeBursts(LossBursts it) {
        return new Out().put("burstDensity", it.burstDensity()).put("gapDensity", it.gapDensity())
                .millis("burstMs", it.burst()).millis("gapMs", it.gap()).node();
    }

    private static LossBursts readBursts(In in) {
        return new LossBursts(in.decimal("burstDensity"), in.decimal("gapDensity"), in.millis("burstMs"),
                in.millis("gapMs"));
    }

    private static ObjectNode writeFarEnd(FarEnd it) {
        return new Out().put("reports", it.reports()).put("lost", it.lost()).put("worstLossRatio", it.worstLoss())
                .millis("jitterMs", it.jitter()).millis("maxJitterMs", it.maxJitter())
                .decimal("discardedRatio", it.discarded())
                .object("bursts", it.bursts().map(CdrJson::writeBursts)).decimal("rFactor", it.rFactor())
                .decimal("mos", it.mos()).node();
    }

    private static FarEnd readFarEnd(In in) {
        return new FarEnd(in.integer("reports"), in.integer("lost"), in.decimal("worstLossRatio"),
                in.millis("jitterMs"), in.millis("maxJitterMs"), in.optionalDecimal("discardedRatio"),
                in.optionalObject("bursts").map(CdrJson::readBursts), in.optionalDecimal("rFactor"),
                in.optionalDecimal("mos"));
    }

    static StreamReport readStream(In in) {
        return new StreamReport(in.word("from", LegSide.class), in.small("mline"), in.text("media"), in.text("codec"),
                in.integer("packets"), in.integer("octets"), in.integer("lost"), in.integer("duplicates"),
                in.integer("reordered"), in.millis("jitterMs"), in.millis("maxJitterMs"),
                in.optionalMillis("rttMs"), in.decimal("burstRatio"), in.optionalDecimal("rFactor"),
                in.optionalDecimal("mos"), in.optionalObject("bursts").map(CdrJson::readBursts),
                in.optionalObject("farEnd").map(CdrJson::readFarEnd));
    }

    private static ObjectNode writeWhy(Why why) {
        return new Out().put("configRevision", why.configRevision()).text("routePrefix", why.routePrefix())
                .put("dialled", why.dialled()).put("normalised", why.normalised())
                .list("candidates", why.candidates(), CdrJson::writeCandidate)
                .list("advice", why.advice(), CdrJson::writeAdvice).node();
    }

    private static Why readWhy(In in) {
        return new Why(in.integer("configRevision"), in.optionalText("routePrefix"), in.text("dialled"),
                in.text("normalised"), in.list("candidates", CdrJson::readCandidate),
                in.has("advice") ? in.list("advice", CdrJson::readAdvice) : List.of());
    }

    static ObjectNode writeAdvice(PolicyAdvice advice) {
        return new Out().put("policy", advice.policy()).put("verdict", advice.verdict()).put("reason", advice.reason())
                .put("tookMs", advice.tookMillis()).node();
    }

    static PolicyAdvice readAdvice(In in) {
        return new PolicyAdvice(in.text("policy"), in.word("verdict", PolicyAdvice.Verdict.class), in.text("reason"),
                in.integer("tookMs"));
    }

    private static ObjectNode writeCandidate(Candidate candidate) {
        return new Out().put("target", candidate.target()).put("verdict", candidate.verdict())
                .put("reason", candidate.reason()).put("used", candidate.used()).put("limit", candidate.limit())
                .put("sipStatus", candidate.sipStatus()).put("origin", candidate.origin()).put("by", candidate.by())
                .node();
    }

    private static Candidate readCandidate(In in) {
        return new Candidate(in.text("target"), in.word("verdict", Candidate.Verdict.class),
                in.word("reason", Candidate.Reason.class), in.integer("used"), in.integer("limit"),
                in.small("sipStatus"),
                in.has("origin") ? in.word("origin", Candidate.Origin.class) : Candidate.Origin.DIALLED,
                in.textOr("by", ""));
    }

    public static ObjectNode write(Ladder ladder) {
        return new Out().put("call", ladder.call().value()).list("entries", ladder.entries(), CdrJson::writeEntry)
                .list("quality", ladder.quality(), CdrJson::write).node();
    }

    public static Ladder readLadder(JsonNode node) {
        var in = new In(node);
        return new Ladder(new CallId(in.text("call")), in.list("entries", CdrJson::readEntry),
                in.list("quality", CdrJson::readSeries));
    }

    public static ObjectNode write(StreamSeries series) {
        return new Out().put("from", series.from()).put("mline", series.mline()).put("start", series.start())
                .millis("stepMs", series.step()).list("samples", series.samples(), CdrJson::writeSample).node();
    }

    private static ObjectNode writeSample(StreamSeries.Sample it) {
        return new Out().put("packets", it.packets()).put("lossRatio", it.lossRatio()).millis("jitterMs", it.jitter())
                .decimal("rFactor", it.rFactor()).millis("rttMs", it.rtt()).node();
    }

    private static StreamSeries readSeries(In in) {
        return new StreamSeries(in.word("from", LegSide.class), in.small("mline"), in.instant("start"),
                in.millis("stepMs"), in.list("samples", s -> new StreamSeries.Sample(s.integer("packets"),
                        s.decimal("lossRatio"), s.millis("jitterMs"), s.optionalDecimal("rFactor"),
                        s.optionalMillis("rttMs"))));
    }

    private static ObjectNode writeEntry(LadderEntry entry) {
        return new Out().put("at", entry.at()).put("leg", entry.leg()).put("sent", entry.sent())
                .put("remoteAddress", entry.remoteAddress()).put("transport", entry.transport())
                .put("label", entry.label()).put("retransmissions", entry.retransmissions())
                .put("message", entry.message()).node();
    }

    private static LadderEntry readEntry(In in) {
        return new LadderEntry(in.instant("at"), in.small("leg"), in.flag("sent"), in.text("remoteAddress"),
                in.text("transport"), in.text("label"), in.small("retransmissions"), in.text("message"));
    }
}
