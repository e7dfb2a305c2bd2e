package org.trunkline.ui.cdr.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.Samples;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.Sort;

class ResultColumnsTest {
    private static List<Column<CdrRow>> columns(Locale locale) {
        return columns(locale, UnaryOperator.identity());
    }

    private static List<Column<CdrRow>> columns(Locale locale, UnaryOperator<String> named) {
        return new ResultColumns(Texts.of(RichText.class, locale), new Formats(ZoneId.of("UTC"), locale),
                new StateText(Texts.of(StateText.class, locale)), named).spec(List.of()).columns();
    }

    /** In a window of 1,280 points, beside the facets; letters as wide as those of the usual fonts. */
    @Test
    void namesHaveTheirRoomBesideTheColumnsShownAtFirst() {
        int room = 1280 - 240 - 25;
        var calls = new CdrGenerator(1, Instant.parse("2026-03-01T12:00:00Z"), 0.1);
        var usual = Set.of(Cause.NORMAL, Cause.BUSY, Cause.NO_ANSWER, Cause.CANCELLED);
        var rows = Stream.generate(calls::next).map(CdrRow::of).filter(row -> usual.contains(row.cause())).limit(100).toList();
        for (var locale : List.of(Locale.ENGLISH, Locale.of("sv"), Locale.of("id"))) {
            var shown = columns(locale, number -> number + "  Anna Andersson").stream().filter(column -> !column.hidden()).toList();
            int asked = shown.stream().mapToInt(column -> width(column, rows)).sum();
            assertTrue(asked <= room, locale + " asks for " + asked + ": " + shown.stream()
                    .map(column -> column.id() + " " + width(column, rows)).toList());
        }
    }

    private static int width(Column<CdrRow> column, List<CdrRow> rows) {
        int head = 8 * column.label().length();
        int sign = column.tone().isPresent() ? 14 : 0;
        int letters = Stream.concat(rows.stream().map(column.text()), column.room().stream()).mapToInt(String::length).max().orElse(0);
        return Math.max(head, sign + letters * (column.mono() ? 8 : 7)) + 11;
    }

    @Test
    void aClickOnAHeadOrdersTheSearchByThatField() {
        var fields = EnumSet.noneOf(CdrField.class);
        for (var column : columns(Locale.ENGLISH)) {
            assertTrue(column.order().isPresent(), column.id());
            fields.add(ResultColumns.order(Optional.of(new Sort(column.id(), true))).field());
        }
        var expected = EnumSet.allOf(CdrField.class);
        expected.removeIf(field -> !field.isSortable() || field == CdrField.ID || field == CdrField.NUMBER); // as time, as from
        assertEquals(expected, fields);
        assertEquals(CdrOrder.NEWEST_FIRST, ResultColumns.order(Optional.empty()));
    }

    @Test
    void fieldsOfPlugInsAreColumnsThatOrderTheSearch() {
        var added = AddedColumn.read(AddedColumn.write(List.of(new AddedColumn("customer", "Kund", true), new AddedColumn("score", "Poäng", false))));
        var spec = new ResultColumns(Texts.of(RichText.class, Locale.ENGLISH), new Formats(ZoneId.of("UTC"), Locale.ENGLISH),
                new StateText(Texts.of(StateText.class, Locale.ENGLISH)), UnaryOperator.identity()).spec(added);
        var customer = spec.columns().stream().filter(c -> c.id().equals("customer")).findFirst().orElseThrow();
        assertTrue(customer.hidden());
        assertEquals("Kund", customer.label());
        assertEquals("Åkerlund AB", customer.text().apply(CdrRow.of(Samples.cdr(1))));
        assertEquals(Formats.NONE, spec.columns().getLast().text().apply(CdrRow.of(Samples.cdr(1))));
        assertEquals(CdrOrder.byAttribute("customer", true), ResultColumns.order(Optional.of(new Sort("customer", true))));
    }

    @Test
    void whatFewLookAtShowsWhereItWasChosen() {
        var row = CdrRow.of(Samples.cdr(1));
        for (var locale : List.of(Locale.ENGLISH, Locale.of("sv"), Locale.CHINESE, Locale.of("id")))
            for (var column : columns(locale)) {
                assertTrue(!column.text().apply(row).isBlank(), column.id());
                assertTrue(!column.label().isBlank() && !column.tooltip().isBlank(), column.id());
            }
        var peer = columns(Locale.ENGLISH).stream().filter(c -> c.id().equals("peer")).findFirst().orElseThrow();
        assertTrue(peer.hidden());
        assertEquals(Samples.cdr(1).legs().getFirst().peer(), peer.text().apply(row));
    }
}
