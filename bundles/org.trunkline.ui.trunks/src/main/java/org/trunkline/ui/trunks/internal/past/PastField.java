package org.trunkline.ui.trunks.internal.past;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import org.trunkline.api.config.ConfigHistory;
import org.trunkline.ui.trunks.internal.model.FieldText;

/**
 * A field of an entry, when a call was placed and now, in the desk's language.
 *
 * @param number of its row
 */
record PastField(int number, ConfigHistory.Then entry, String subject, String label, String then, String now) {
    PastField {
        requireNonNull(entry);
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
                rows.add(new PastField(rows.size(), entry, words.dependent(entry.subject()), words.label(kind, field),
                        words.value(kind, field, entry.then().getOrDefault(field, "")),
                        words.value(kind, field, entry.now().getOrDefault(field, ""))));
        }
        return rows;
    }

    boolean changed() {
        return !then.equals(now);
    }
}
