package org.trunkline.store.jdbc.internal.record;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.StreamReport;

/**
 * Legs, quality and why-record as JSON, for those who read the tables. Each is an array whose places mean what the
 * documentation says: named fields would take three times the room. Times are milliseconds since the call's start.
 */
final class RecordJson {
    private static final double THOUSAND = 1000;

    private final StringBuilder out = new StringBuilder(512);
    private final Instant start;
    private boolean first = true;

    private RecordJson(Instant start) {
        this.start = start;
    }

    static String detail(Cdr cdr) {
        var json = new RecordJson(cdr.startedAt());
        json.out.append("{\"legs\":[");
        cdr.legs().forEach(json::leg);
        json.out.append("],\"quality\":[");
        json.first = true;
        cdr.quality().forEach(json::stream);
        json.out.append("],\"why\":");
        json.first = true;
        json.why(cdr.why());
        if (!cdr.why().advice().isEmpty()) {
            json.out.append(",\"advice\":[");
            json.first = true;
            cdr.why().advice().forEach(json::advice);
            json.out.append(']');
        }
        if (!cdr.marks().findings().isEmpty()) {
            json.out.append(",\"findings\":[");
            json.first = true;
            cdr.marks().findings().forEach(json::finding);
            json.out.append(']');
        }
        if (!cdr.marks().attributes().isEmpty()) {
            json.out.append(",\"attributes\":[");
            json.first = true;
            cdr.marks().attributes().forEach(json::attribute);
            json.out.append(']');
        }
        return json.out.append('}').toString();
    }

    private void leg(CdrLeg leg) {
        open().text(code(leg.side())).text(leg.peer()).text(leg.sipCallId()).text(leg.remoteAddress()).text(leg.transport())
                .time(Optional.of(leg.startedAt())).time(leg.ringingAt()).time(leg.answeredAt())
                .time(Optional.of(leg.endedAt())).number(leg.sipStatus()).text(leg.codec()).text(leg.userAgent()).close();
    }

    private void stream(StreamReport it) {
        open().text(code(it.from())).number(it.mline()).text(it.media()).text(it.codec()).number(it.packets())
                .number(it.octets()).number(it.lost()).number(it.duplicates()).number(it.reordered())
                .decimal(Optional.of(millis(it.jitter()))).decimal(Optional.of(millis(it.maxJitter())))
                .decimal(it.rtt().map(RecordJson::millis)).decimal(Optional.of(it.burstRatio())).decimal(it.rFactor())
                .decimal(it.mos());
        if (it.bursts().isPresent() || it.farEnd().isPresent()) {
            bursts(it.bursts());
            it.farEnd().ifPresentOrElse(this::farEnd, this::nothing);
        }
        close();
    }

    private void bursts(Optional<LossBursts> it) {
        it.ifPresentOrElse(b -> open().decimal(Optional.of(b.burstDensity())).decimal(Optional.of(b.gapDensity()))
                .decimal(Optional.of(millis(b.burst()))).decimal(Optional.of(millis(b.gap()))).close(), this::nothing);
    }

    private void farEnd(FarEnd it) {
        open().number(it.reports()).number(it.lost()).decimal(Optional.of(it.worstLoss()))
                .decimal(Optional.of(millis(it.jitter()))).decimal(Optional.of(millis(it.maxJitter())))
                .decimal(it.discarded()).decimal(it.rFactor()).decimal(it.mos());
        bursts(it.bursts());
        close();
    }

    private void why(Why why) {
        open().number(why.configRevision()).text(why.routePrefix()).text(why.dialled()).text(why.normalised());
        for (Candidate it : why.candidates())
            open().text(it.target()).text(code(it.verdict())).text(code(it.reason())).number(it.used())
                    .number(it.limit()).number(it.sipStatus()).close();
        close();
    }

    private void advice(PolicyAdvice it) {
        open().text(it.policy()).text(it.verdict().code()).text(it.reason()).number(it.tookMillis()).close();
    }

    private void finding(Finding it) {
        open().text(it.code()).text(code(it.severity())).text(it.source()).text(it.in(Locale.ENGLISH)).close();
    }

    private void attribute(Attribute it) {
        open().text(it.name()).text(code(it.type())).text(it.value()).text(it.source()).close();
    }

    private RecordJson open() {
        comma().append('[');
        first = true;
        return this;
    }

    private RecordJson close() {
        out.append(']');
        first = false;
        return this;
    }

    private StringBuilder comma() {
        if (!first)
            out.append(',');
        first = false;
        return out;
    }

    private RecordJson number(long value) {
        comma().append(value);
        return this;
    }

    /** Three decimals at most. */
    private RecordJson decimal(Optional<Double> value) {
        if (value.isEmpty())
            return nothing();
        long thousandths = Math.round(value.get() * THOUSAND);
        if (thousandths % (long) THOUSAND == 0)
            comma().append(thousandths / (long) THOUSAND);
        else
            comma().append(thousandths / THOUSAND);
        return this;
    }

    private RecordJson time(Optional<Instant> at) {
        return at.isEmpty() ? nothing() : number(at.get().toEpochMilli() - start.toEpochMilli());
    }

    private RecordJson nothing() {
        comma().append("null");
        return this;
    }

    private RecordJson text(Optional<String> text) {
        return text.isEmpty() ? nothing() : text(text.get());
    }

    private RecordJson text(String text) {
        comma().append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\')
                out.append('\\').append(c);
            else if (c == '\0')
                continue; // PostgreSQL takes it in no form
            else if (c < ' ' || Character.isSurrogate(c))
                out.append("\\u%04x".formatted((int) c));
            else
                out.append(c);
        }
        out.append('"');
        return this;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1000 / THOUSAND;
    }

    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
