package org.trunkline.ui.trunks.internal.bulk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.export.entry.ImportRow.Difference;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.form.ErrorText;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.FieldText;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** An import in words. */
final class ImportText {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("sv"), Locale.CHINESE,
            Locale.forLanguageTag("id"));

    private final Texts texts;
    private final FieldText fields = FieldText.create();
    private final Kind kind;

    ImportText(Texts texts, Kind kind) {
        this.texts = texts;
        this.kind = kind;
    }

    /** What forms call the fields, in every language of the desk, by path. */
    Map<String, List<String>> labels() {
        return kind instanceof OwnKind own ? labels(own) : Map.of(); // a plug-in gives its own in each language
    }

    private static Map<String, List<String>> labels(OwnKind kind) {
        var labels = new HashMap<String, List<String>>();
        for (Locale language : LANGUAGES) {
            var spoken = new FieldText(Texts.of(FieldText.class, language));
            EntryTable.fields(kind.entryKind()).forEach(leaf -> labels.computeIfAbsent(leaf.path(), _ -> new ArrayList<>())
                    .add(spoken.label(kind.code(), leaf.path())));
        }
        return labels;
    }

    String label(String path) {
        return declared(path).map(field -> kind.text(Texts.of(Kind.class)).label(field)).orElseGet(() -> fields.label(kind.code(), path));
    }

    /** A field of a plug-in. */
    private Optional<FormField> declared(String path) {
        return kind instanceof AddedKind ? kind.field(path) : Optional.empty();
    }

    private String value(String path, String value) {
        return declared(path).filter(field -> field.type() == FormField.Type.CHOICE && !value.isEmpty())
                .map(field -> kind.text(Texts.of(Kind.class)).choice(field, value))
                .orElseGet(() -> fields.value(kind.code(), path, value));
    }

    String state(ImportRow<?> row) {
        return texts.get("import.state." + row.state());
    }

    static Tone tone(ImportRow<?> row) {
        return switch (row.state()) {
            case NEW -> Tone.OK;
            case CHANGED -> Tone.FAIR;
            case UNCHANGED -> Tone.OFF;
            case ERROR -> Tone.BAD;
        };
    }

    /** The fields that change, or what is wrong. */
    String what(ImportRow<?> row) {
        return row.errors().isEmpty() ? row.differences().stream().map(d -> difference(row, d)).collect(Collectors.joining("; "))
                : row.errors().stream().map(this::error).collect(Collectors.joining("; "));
    }

    private String difference(ImportRow<?> row, Difference d) {
        if (d.before().isEmpty() && d.after().isEmpty())
            return texts.get("import.secret", label(d.path()));
        String after = value(d.path(), d.after());
        return row.exists() ? texts.get("import.changed", label(d.path()), value(d.path(), d.before()), after)
                : texts.get("import.set", label(d.path()), after);
    }

    String error(FieldError error) {
        String sentence = fields.sentence(error);
        String path = ErrorText.field(error);
        return path.isEmpty() ? sentence : texts.get("import.error", label(path), sentence);
    }

    String summary(ImportPlan plan) {
        return texts.get("import.summary", plan.count(State.NEW), plan.count(State.CHANGED), plan.count(State.UNCHANGED),
                plan.count(State.ERROR));
    }
}
