package org.trunkline.ui.cdr.internal.search;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.trunkline.api.cdr.CdrDetail;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.cdr.internal.details.SipStatus;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.Sort;
import org.trunkline.ui.table.TableSpec;

/** The columns of found calls; each is called as its field, so that a click on its head orders the search. */
final class ResultColumns {
    private static final double UNRATED = 0;
    private static final double NANOS = 1e6;

    private final Texts texts;
    private final Formats formats;
    private final StateText states;
    private final UnaryOperator<String> named;

    /** @param named a number with the name of who has it */
    ResultColumns(Texts texts, Formats formats, StateText states, UnaryOperator<String> named) {
        this.named = named;
        this.texts = texts;
        this.formats = formats;
        this.states = states;
    }

    /** @param added fields of plug-ins */
    TableSpec<CdrRow> spec(List<AddedColumn> added) {
        var ofPlugins = added.stream().map(it -> it.column(formats, texts.get("column.added.tip", it.name())));
        return new TableSpec<>("calls.found", texts.get("table.title"), Stream.of(shown(), chosen(), ofPlugins)
                .flatMap(Function.identity()).toList(), CdrRow::id,
                Optional.of(new Sort(CdrField.STARTED.fieldName(), true)));
    }

    private Stream<Column<CdrRow>> shown() {
        return Stream.of(
                column(CdrField.STARTED, "time", r -> formats.dateTime(r.startedAt()), CdrRow::startedAt)
                        .hover(r -> formats.utc(r.startedAt())).monospaced(),
                column(CdrField.FROM, "from", r -> named.apply(r.from()), CdrRow::from).monospaced()
                        .number(r -> r.from()),
                column(CdrField.TO, "to", r -> named.apply(r.to()), CdrRow::to).monospaced()
                        .number(r -> r.to()),
                column(CdrField.CAUSE, "cause", r -> states.of(r.cause()), r -> states.of(r.cause()))
                        .tone(r -> states.tone(r.cause())).hover(r -> states.of(r.cause()) + "\ncause:" + r.cause().code()),
                column(CdrField.DURATION, "duration", r -> r.duration().isZero() ? Formats.NONE
                        : formats.duration(r.duration()), CdrRow::duration).alignedRight().monospaced()
                        .summed(r -> r.duration().toMillis(), sum -> formats.duration(Duration.ofMillis(sum))),
                column(CdrField.MOS, "mos", r -> formats.mos(r.mos()), r -> r.mos().orElse(UNRATED))
                        .tone(r -> r.mos().isPresent() ? Formats.mosTone(r.mos().getAsDouble()) : Tone.PLAIN)
                        .room(formats.mosWords()),
                column(CdrField.TRUNK, "trunk", r -> r.trunk().orElse(Formats.NONE), r -> r.trunk().orElse("")),
                column(CdrField.DIRECTION, "direction", r -> states.of(r.direction()), CdrRow::direction)
                        .room(Stream.of(Direction.values()).map(states::of).toList()).hiddenAtFirst(),
                column(CdrField.PDD, "pdd", r -> r.postDialDelay().map(formats::delay).orElse(Formats.NONE),
                        r -> r.postDialDelay().map(d -> d.toMillis()).orElse(0L)).alignedRight().hiddenAtFirst(),
                column(CdrField.STATUS, "status", r -> Integer.toString(r.sipStatus()), CdrRow::sipStatus)
                        .hover(r -> SipStatus.text(r.sipStatus())).alignedRight().monospaced().hiddenAtFirst(),
                column(CdrField.COST, "cost", r -> r.cost().map(formats::money).orElse(Formats.NONE),
                        r -> r.cost().map(Cost::amount).orElse(Amount.ZERO)).alignedRight().hiddenAtFirst());
    }

    /** What few look at: each shows where it was chosen, and orders the search as the others do. */
    private Stream<Column<CdrRow>> chosen() {
        return Stream.of(
                word(CdrField.CURRENCY, r -> r.cost().map(Cost::currency)),
                word(CdrField.ROUTE, r -> r.detail().route()).monospaced(),
                word(CdrField.PEER, r -> r.detail().peer()),
                words(CdrField.CODEC, CdrDetail::codecs),
                word(CdrField.ENDED_BY, r -> Optional.of(states.of(r.detail().endedBy()))),
                word(CdrField.ANSWERED, r -> yes(r.detail().answered())),
                word(CdrField.EMERGENCY, r -> yes(r.detail().emergency())),
                words(CdrField.REJECTED, CdrDetail::rejected), words(CdrField.ORIGIN, CdrDetail::origins),
                words(CdrField.FINDING, CdrDetail::findings),
                word(CdrField.LOSS, r -> r.detail().loss().stream().mapToObj(formats::percent).findFirst()).alignedRight(),
                word(CdrField.JITTER, r -> r.detail().jitter().map(j -> formats.decimal(j.toNanos() / NANOS, 1) + " ms"))
                        .alignedRight())
                .map(Column::hiddenAtFirst);
    }

    private Optional<String> yes(boolean is) {
        return is ? Optional.of(texts.get("table.yes")) : Optional.empty();
    }

    private Column<CdrRow> word(CdrField field, Function<CdrRow, Optional<String>> value) {
        return column(field, field.fieldName(), r -> value.apply(r).orElse(Formats.NONE), r -> value.apply(r).orElse(""));
    }

    /** As the query language writes them, in the record's order: the first is what is sorted by. */
    private Column<CdrRow> words(CdrField field, Function<CdrDetail, List<String>> values) {
        return word(field, r -> Optional.of(String.join(", ", values.apply(r.detail()))).filter(text -> !text.isEmpty()));
    }

    private <U extends Comparable<? super U>> Column<CdrRow> column(CdrField field, String key,
            Function<CdrRow, String> text, Function<CdrRow, U> order) {
        return Column.of(field.fieldName(), texts.get("column." + key), texts.get("column." + key + ".tip"), text)
                .sortedBy(order);
    }

    /** The order that a click on a head asks for; the newest first where there was none. */
    static CdrOrder order(Optional<Sort> sort) {
        return sort.map(s -> CdrField.ofName(s.column()).map(f -> new CdrOrder(f, s.descending()))
                .orElseGet(() -> CdrOrder.byAttribute(s.column(), s.descending()))).orElse(CdrOrder.NEWEST_FIRST);
    }
}
