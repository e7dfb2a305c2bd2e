package org.trunkline.ui.trunks.internal.bulk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.export.entry.EntryImport;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.export.entry.ImportRow.Difference;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.form.ErrorText;
import org.trunkline.ui.trunks.internal.model.FieldText;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** An import in words. */
final class ImportText {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("sv"), Locale.CHINESE,
            Locale.forLanguageTag("id"));

    private final Texts texts;
    private final FieldText fields = FieldText.create();
    private final OwnKind kind;

    ImportText(Texts texts, OwnKind kind) {
        this.texts = texts;
        this.kind = kind;
    }

    /** What forms call the fields, in every language of the desk, by path. */
    Map<String, List<String>> labels() {
        var labels = new HashMap<String, List<String>>();
        for (Locale language : LANGUAGES) {
            var spoken = new FieldText(Texts.of(FieldText.class, language));
            EntryTable.fields(kind.entryKind()).forEach(leaf -> labels.computeIfAbsent(leaf.path(), _ -> new ArrayList<>())
                    .add(spoken.label(kind.code(), leaf.path())));
        }
        return labels;
    }

    String label(String path) {
        return fields.label(kind.code(), path);
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
        String after = fields.value(kind.code(), d.path(), d.after());
        return row.exists() ? texts.get("import.changed", label(d.path()), fields.value(kind.code(), d.path(), d.before()), after)
                : texts.get("import.set", label(d.path()), after);
    }

    String error(FieldError error) {
        String sentence = fields.sentence(error);
        String path = ErrorText.field(error);
        return path.isEmpty() ? sentence : texts.get("import.error", label(path), sentence);
    }

    String summary(EntryImport<?> plan) {
        return texts.get("import.summary", plan.count(State.NEW), plan.count(State.CHANGED), plan.count(State.UNCHANGED),
                plan.count(State.ERROR));
    }
}
