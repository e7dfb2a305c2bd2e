package org.trunkline.ui.trunks.internal.view;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Entry;
import org.trunkline.ui.trunks.internal.model.KindText;
import org.trunkline.ui.trunks.internal.model.NextCall;

/** A column for each field of a kind of a plug-in; the first eight are shown at first. */
final class AddedColumns {
    private static final int SHOWN = 8;
    private static final int AFTER_KEY = 1;

    private final Texts texts;
    private final Formats formats;
    private final AddedKind kind;
    private final KindText words;

    AddedColumns(Texts texts, Formats formats, AddedKind kind) {
        this.texts = texts;
        this.formats = formats;
        this.kind = kind;
        words = kind.text(texts);
    }

    List<Column<Entry>> all() {
        var columns = new ArrayList<Column<Entry>>();
        for (FormField field : kind.form().fields()) {
            var column = column(field);
            columns.add(columns.size() < SHOWN ? column : column.hiddenAtFirst());
        }
        NextCall.of(kind.about()).ifPresent(next -> columns.add(Math.min(AFTER_KEY, columns.size()), next(next)));
        return columns;
    }

    /** In the time zone of the desk. */
    private Column<Entry> next(NextCall next) {
        Function<Entry, Optional<Instant>> at = e -> next.after(InstantSource.system().instant(), entry(e).values());
        return Column.<Entry>of("next", texts.get("added.next"), texts.get("added.next.tip"), e -> at.apply(e).map(formats::minute).orElse(Formats.NONE))
                .sortedBy(e -> at.apply(e).orElse(Instant.MAX));
    }

    private Column<Entry> column(FormField field) {
        String unit = field.limits().unit();
        var column = Column.<Entry>of(field.name(), unit.isEmpty() ? words.label(field) : words.label(field) + " (" + unit + ")",
                words.tip(field), e -> text(field, e));
        if (kind.dials(field.name()))
            column = column.numbers(e -> kind.dialled(field.name(), text(field, e)));
        return field.type() == FormField.Type.NUMBER
                ? column.alignedRight().sortedBy(e -> number(field, e).orElse(Long.MIN_VALUE)) : column;
    }

    private static PluginEntries.Entry entry(Entry e) {
        return (PluginEntries.Entry) e.value();
    }

    private String text(FormField field, Entry e) {
        if (field.name().equals(kind.about().key()))
            return e.key();
        String value = entry(e).values().getOrDefault(field.name(), "");
        return switch (field.type()) {
            case PASSWORD -> entry(e).secretsSet().contains(field.name()) ? texts.get("added.secret") : Formats.NONE;
            case CHECK -> texts.get(value.equals("true") ? "added.yes" : "added.no");
            case CHOICE -> value.isEmpty() ? Formats.NONE : words.choice(field, value);
            case NUMBER -> number(field, e).map(formats::count).orElse(Formats.NONE);
            default -> value;
        };
    }

    private static Optional<Long> number(FormField field, Entry e) {
        return Optional.of(entry(e).values().getOrDefault(field.name(), "")).filter(v -> v.matches("-?\\d{1,18}")).map(Long::parseLong);
    }
}
