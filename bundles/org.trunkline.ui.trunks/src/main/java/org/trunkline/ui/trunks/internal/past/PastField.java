package org.trunkline.ui.trunks.internal.past;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.ui.trunks.internal.model.FieldText;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/**
 * A field of an entry, when a call was placed and now, in the desk's language.
 *
 * @param number of its row
 * @param field its path, as in JSON
 */
record PastField(int number, ConfigHistory.Then entry, String field, String subject, String label, String then, String now) {
    PastField {
        requireNonNull(entry);
        requireNonNull(field);
        requireNonNull(subject);
        requireNonNull(label);
        requireNonNull(then);
        requireNonNull(now);
    }

    static List<PastField> of(List<ConfigHistory.Then> entries, FieldText words) {
        var rows = new ArrayList<PastField>();
        for (var entry : entries) {
            String kind = words.kindOf(entry.subject());
            var fields = new LinkedHashSet<>(entry.then().keySet());
            fields.addAll(entry.now().keySet());
            for (String field : fields)
                rows.add(new PastField(rows.size(), entry, field, words.dependent(entry.subject()), words.label(kind, field),
                        words.value(kind, field, entry.then().getOrDefault(field, "")),
                        words.value(kind, field, entry.now().getOrDefault(field, ""))));
        }
        return rows;
    }

    /** What of the entry's key can be called. */
    List<String> dialledSubject() {
        return kind().map(kind -> kind.dialled(kind.form().keyField(), AuditSubject.read(entry.subject()).orElseThrow().key())).orElse(List.of());
    }

    /** What of the field's value can be called. @param values of the entry, then or now */
    List<String> dialled(Map<String, String> values) {
        return kind().map(kind -> kind.dialled(field, values.getOrDefault(field, ""))).orElse(List.of());
    }

    private Optional<Kind> kind() {
        return AuditSubject.read(entry.subject()).flatMap(of -> OwnKind.ofCode(of.kind()));
    }

    boolean changed() {
        return !then.equals(now);
    }
}
