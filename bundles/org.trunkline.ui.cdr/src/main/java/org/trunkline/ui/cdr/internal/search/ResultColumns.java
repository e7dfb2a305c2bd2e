package org.trunkline.ui.cdr.internal.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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

    private final Texts texts;
    private final Formats formats;
    private final StateText states;

    ResultColumns(Texts texts, Formats formats, StateText states) {
        this.texts = texts;
        this.formats = formats;
        this.states = states;
    }

    TableSpec<CdrRow> spec() {
        return new TableSpec<>("calls.found", texts.get("table.title"), List.of(
                column(CdrField.STARTED, "time", r -> formats.dateTime(r.startedAt()), CdrRow::startedAt)
                        .hover(r -> formats.utc(r.startedAt())).monospaced(),
                column(CdrField.FROM, "from", CdrRow::from, CdrRow::from).monospaced(),
                column(CdrField.TO, "to", CdrRow::to, CdrRow::to).monospaced(),
                column(CdrField.CAUSE, "cause", r -> states.of(r.cause()), r -> states.of(r.cause()))
                        .tone(r -> states.tone(r.cause())).hover(r -> states.of(r.cause()) + "\ncause:" + r.cause().code()),
                column(CdrField.TRUNK, "trunk", r -> r.trunk().orElse(Formats.NONE), r -> r.trunk().orElse("")),
                column(CdrField.DIRECTION, "direction", r -> states.of(r.direction()), CdrRow::direction)
                        .room(Stream.of(Direction.values()).map(states::of).toList()),
                column(CdrField.DURATION, "duration", r -> r.duration().isZero() ? Formats.NONE
                        : formats.duration(r.duration()), CdrRow::duration).alignedRight().monospaced(),
                column(CdrField.PDD, "pdd", r -> r.postDialDelay().map(formats::delay).orElse(Formats.NONE),
                        r -> r.postDialDelay().map(d -> d.toMillis()).orElse(0L)).alignedRight(),
                column(CdrField.STATUS, "status", r -> Integer.toString(r.sipStatus()), CdrRow::sipStatus)
                        .hover(r -> SipStatus.text(r.sipStatus())).alignedRight().monospaced(),
                column(CdrField.MOS, "mos", r -> formats.mos(r.mos()), r -> r.mos().orElse(UNRATED))
                        .tone(r -> r.mos().isPresent() ? Formats.mosTone(r.mos().getAsDouble()) : Tone.PLAIN)
                        .room(formats.mosWords()),
                column(CdrField.COST, "cost", r -> r.cost().map(formats::money).orElse(Formats.NONE),
                        r -> r.cost().map(Cost::amount).orElse(Amount.ZERO)).alignedRight().hiddenAtFirst()), CdrRow::id, Optional.of(new Sort(CdrField.STARTED.fieldName(), true)));
    }

    private <U extends Comparable<? super U>> Column<CdrRow> column(CdrField field, String key,
            Function<CdrRow, String> text, Function<CdrRow, U> order) {
        return Column.of(field.fieldName(), texts.get("column." + key), texts.get("column." + key + ".tip"), text)
                .sortedBy(order);
    }

    /** The order that a click on a head asks for; the newest first where there was none. */
    static CdrOrder order(Optional<Sort> sort) {
        return sort.flatMap(s -> CdrField.ofName(s.column()).map(f -> new CdrOrder(f, s.descending())))
                .orElse(CdrOrder.NEWEST_FIRST);
    }
}
