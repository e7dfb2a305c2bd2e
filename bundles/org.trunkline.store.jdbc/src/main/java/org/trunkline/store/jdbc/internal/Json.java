package org.trunkline.store.jdbc.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.quality.StreamReport;

/** Legs, quality and why-record as JSON, for those who read the tables. Absent values are left out. */
final class Json {
    private final StringBuilder out = new StringBuilder(256);
    private boolean first = true;

    static String legs(List<CdrLeg> legs) {
        var json = new Json();
        json.out.append('[');
        for (var leg : legs)
            json.open().put("side", code(leg.side())).put("peer", leg.peer()).put("sipCallId", leg.sipCallId())
                    .put("remoteAddress", leg.remoteAddress()).put("transport", leg.transport())
                    .put("startedAt", leg.startedAt()).put("ringingAt", leg.ringingAt())
                    .put("answeredAt", leg.answeredAt()).put("endedAt", leg.endedAt())
                    .put("sipStatus", leg.sipStatus()).put("codec", leg.codec()).put("userAgent", leg.userAgent())
                    .close();
        return json.out.append(']').toString();
    }

    static String quality(List<StreamReport> streams) {
        var json = new Json();
        json.out.append('[');
        for (var it : streams)
            json.open().put("from", code(it.from())).put("mline", it.mline()).put("media", it.media())
                    .put("codec", it.codec()).put("packets", it.packets()).put("octets", it.octets())
                    .put("lost", it.lost()).put("duplicates", it.duplicates()).put("reordered", it.reordered())
                    .put("jitterMs", millis(it.jitter())).put("maxJitterMs", millis(it.maxJitter()))
                    .put("rttMs", it.rtt().map(Json::millis)).put("burstRatio", it.burstRatio())
                    .put("rFactor", it.rFactor()).put("mos", it.mos()).close();
        return json.out.append(']').toString();
    }

    static String why(Why why) {
        var json = new Json();
        json.open().put("configRevision", why.configRevision()).put("routePrefix", why.routePrefix())
                .put("dialled", why.dialled()).put("normalised", why.normalised()).key("candidates");
        json.out.append('[');
        json.first = true;
        for (Candidate it : why.candidates())
            json.open().put("target", it.target()).put("verdict", code(it.verdict())).put("reason", code(it.reason()))
                    .put("used", it.used()).put("limit", it.limit()).put("sipStatus", it.sipStatus()).close();
        json.out.append(']');
        return json.close().out.toString();
    }

    private Json open() {
        if (!first)
            out.append(',');
        out.append('{');
        first = true;
        return this;
    }

    private Json close() {
        out.append('}');
        first = false;
        return this;
    }

    private Json key(String name) {
        if (!first)
            out.append(',');
        first = false;
        out.append('"').append(name).append("\":");
        return this;
    }

    private Json put(String name, Object value) {
        return switch (value) {
            case Optional<?> maybe when maybe.isEmpty() -> this;
            case Optional<?> there -> put(name, there.get());
            case Number number -> {
                key(name).out.append(number);
                yield this;
            }
            case Instant at -> key(name).quote(at.toString());
            default -> key(name).quote(value.toString());
        };
    }

    private Json quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\')
                out.append('\\').append(c);
            else if (c < ' ' || Character.isSurrogate(c))
                out.append("\\u%04x".formatted((int) c));
            else
                out.append(c);
        }
        out.append('"');
        return this;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1000 / 1000.0;
    }

    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
