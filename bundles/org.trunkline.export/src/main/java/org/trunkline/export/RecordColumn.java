package org.trunkline.export;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.quality.StreamReport;

/**
 * The columns of a record in a table. Their names and order are read by programs: add at the end only. The fields of plug-ins
 * come after ours.
 */
record RecordColumn(String name, Function<Cdr, Value> value) {
    private static final double MILLION = 1_000_000;
    private static final double THOUSAND = 1000;
    /** The last whole number that every smaller one of has a double of its own. */
    private static final long EXACT = 1L << 53;

    /** What a cell holds. */
    sealed interface Value {}

    record Text(String text) implements Value {}

    record Number(double number) implements Value {}

    record Time(Instant at) implements Value {}

    record Empty() implements Value {}

    static final List<RecordColumn> ALL = List.of(text("id", c -> c.id().value()),
            time("started", c -> Optional.of(c.startedAt())), time("ringing", Cdr::ringingAt),
            time("answered", Cdr::answeredAt), time("ended", c -> Optional.of(c.endedAt())),
            text("direction", c -> word(c.direction())), text("from", c -> c.from().normalised()),
            text("from_name", c -> c.from().displayName()), text("to", c -> c.to().normalised()),
            text("dialled", c -> c.to().dialled()), text("trunk", c -> c.trunk().orElse("")),
            text("route", c -> c.route().orElse("")),
            number("duration_seconds", c -> Optional.of(c.duration().toMillis() / THOUSAND)),
            number("billed_seconds", c -> Optional.of((double) c.billedSeconds())),
            number("pdd_seconds", c -> c.postDialDelay().map(d -> d.toMillis() / THOUSAND)),
            text("cause", c -> c.cause().code()), number("status", c -> Optional.of((double) c.sipStatus())),
            text("reason", c -> c.reason().orElse("")), text("ended_by", c -> word(c.endedBy())),
            number("mos", c -> c.mos().stream().boxed().findFirst()),
            number("loss_ratio", c -> audio(c).map(StreamReport::lossRatio).max(naturalOrder())),
            number("jitter_ms", c -> audio(c).map(StreamReport::jitter).max(naturalOrder()).map(RecordColumn::millis)),
            text("caller_codec", c -> leg(c, LegSide.CALLER).flatMap(CdrLeg::codec).orElse("")),
            text("callee_codec", c -> leg(c, LegSide.CALLEE).flatMap(CdrLeg::codec).orElse("")),
            text("caller_peer", c -> leg(c, LegSide.CALLER).map(CdrLeg::peer).orElse("")),
            text("callee_peer", c -> leg(c, LegSide.CALLEE).map(CdrLeg::peer).orElse("")),
            text("caller_call_id", c -> leg(c, LegSide.CALLER).map(CdrLeg::sipCallId).orElse("")),
            text("callee_call_id", c -> leg(c, LegSide.CALLEE).map(CdrLeg::sipCallId).orElse("")),
            number("cost", c -> c.cost().map(cost -> cost.amount().units().doubleValue())),
            text("currency", c -> c.cost().map(Cost::currency).orElse("")));

    /** @param attributes names of fields that plug-ins add */
    static List<RecordColumn> with(List<String> attributes) {
        return Stream.concat(ALL.stream(), attributes.stream().map(RecordColumn::attribute)).toList();
    }

    private static RecordColumn attribute(String name) {
        return new RecordColumn(name, c -> c.marks().attributes().stream().filter(it -> it.name().equalsIgnoreCase(name))
                .findFirst().map(RecordColumn::value).orElseGet(Empty::new));
    }

    private static Value value(Attribute it) {
        return switch (it.type()) {
            case TEXT, BOOLEAN -> new Text(it.value());
            case TIME -> new Time(Instant.parse(it.value()));
            case NUMBER -> Math.abs(it.number()) <= EXACT ? new Number(it.number()) : new Text(it.value());
        };
    }

    private static RecordColumn text(String name, Function<Cdr, String> text) {
        return new RecordColumn(name, c -> text.apply(c).isEmpty() ? new Empty() : new Text(text.apply(c)));
    }

    private static RecordColumn number(String name, Function<Cdr, Optional<Double>> number) {
        return new RecordColumn(name, c -> number.apply(c).<Value>map(Number::new).orElseGet(Empty::new));
    }

    private static RecordColumn time(String name, Function<Cdr, Optional<Instant>> time) {
        return new RecordColumn(name, c -> time.apply(c).<Value>map(Time::new).orElseGet(Empty::new));
    }

    private static Stream<StreamReport> audio(Cdr cdr) {
        return cdr.quality().stream().filter(StreamReport::isAudio);
    }

    /** The last of that side: the one that answered, where one did. */
    private static Optional<CdrLeg> leg(Cdr cdr, LegSide side) {
        var legs = cdr.legs().stream().filter(l -> l.side() == side).toList();
        return legs.stream().filter(l -> l.answeredAt().isPresent()).findFirst()
                .or(() -> legs.reversed().stream().findFirst());
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / MILLION;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
