package org.trunkline.api.config;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.schema.Range;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.domain.schema.Secret;

/** Checks an entry against the annotations of its record; needs no node. */
final class EntryRules {
    private static final int LONGEST = 1024;

    private EntryRules() {}

    /** @param path of the record in its entry, with a dot at its end @param kept paths of secrets that have a value */
    static void check(Schema<?> schema, String path, Record entry, Set<String> kept, Findings found) {
        for (var field : schema.fields()) {
            String at = path + field.name();
            Optional<Object> value = field.find(entry);
            switch (field.type()) {
                case TEXT -> text(field, at, value.map(String.class::cast), found);
                case NUMBER -> value.ifPresent(v -> number(field, at, (int) v, found));
                case AMOUNT -> value.ifPresent(v -> amount(field, at, ((Amount) v).units(), found));
                case SECRET -> secret(field, at, ((Secret) field.of(entry)).given(), kept.contains(at), found);
                case TEXTS -> texts(field, at, ((List<?>) field.of(entry)).stream().map(String.class::cast).toList(), found);
                case OBJECT -> value.ifPresent(v -> check(field.nested(), field.isInline() ? path : at + ".", (Record) v, kept,
                        found));
                case OBJECTS -> objects(field, at, (List<?>) field.of(entry), kept, found);
                case FLAG, CHOICE -> { }
            }
        }
    }

    private static void text(SchemaField field, String at, Optional<String> text, Findings found) {
        if (text.isEmpty() || (field.isRequired() || field.optional()) && !found.required(at, text.get(), at))
            return;
        int most = field.length().map(l -> l.max()).orElse(LONGEST);
        if (text.get().length() > most)
            found.length(at, text.get(), most);
        else
            FormatRules.check(found, at, field.format(), text.get());
    }

    private static void number(SchemaField field, String at, int number, Findings found) {
        field.range().filter(r -> number != 0 || !r.orZero()).ifPresent(r -> found.range(at, number, r.min(), r.max()));
    }

    private static void amount(SchemaField field, String at, BigDecimal amount, Findings found) {
        Optional<Range> range = field.range().filter(r -> amount.compareTo(BigDecimal.valueOf(r.min())) < 0
                || amount.compareTo(BigDecimal.valueOf(r.max())) > 0);
        range.ifPresent(r -> found.add(at, "out-of-range", at + " " + amount + " is not between " + r.min() + " and " + r.max(),
                amount, r.min(), r.max()));
    }

    /** Never repeats the secret in a message. */
    private static void secret(SchemaField field, String at, Optional<String> given, boolean kept, Findings found) {
        if (given.isEmpty()) {
            if (field.isRequired() && !kept)
                found.required(at, "", at);
            return;
        }
        String secret = given.get();
        field.length().filter(l -> secret.length() < l.min() || secret.length() > l.max()).ifPresentOrElse(l ->
                found.add(at, "password-length", at + " has " + secret.length() + " characters, " + l.min() + " to " + l.max()
                        + " are allowed", secret.length(), l.min(), l.max()), () -> found.length(at, secret, LONGEST));
    }

    private static void texts(SchemaField field, String at, List<String> texts, Findings found) {
        if (count(field, at, texts.size(), found)) {
            var seen = new HashSet<String>();
            for (int i = 0; i < texts.size(); i++) {
                String one = at + "[" + i + "]";
                String text = texts.get(i);
                if (!found.required(one, text, one))
                    continue;
                if (seen.add(FormatRules.tidy(field.format(), text)))
                    FormatRules.check(found, one, field.format(), text);
                else
                    found.add(one, "duplicate", "\"" + text + "\" is in " + at + " twice", text);
            }
        }
    }

    private static boolean count(SchemaField field, String at, int size, Findings found) {
        if (size == 0)
            return !field.isRequired() || found.required(at, "", at);
        int most = field.length().map(l -> l.max()).orElse(LONGEST);
        if (size <= most)
            return true;
        found.add(at, "too-many", at + " has " + size + " elements, at most " + most + " are allowed", size, most);
        return false;
    }

    private static void objects(SchemaField field, String at, List<?> values, Set<String> kept, Findings found) {
        if (!count(field, at, values.size(), found))
            return;
        var nested = field.nested();
        var key = nested.fields().stream().filter(SchemaField::isKey).findFirst();
        var seen = new HashSet<Object>();
        for (int i = 0; i < values.size(); i++) {
            var value = (Record) values.get(i);
            String one = at + "[" + i + "].";
            check(nested, one, value, kept, found);
            key.filter(k -> !seen.add(k.of(value))).ifPresent(k -> found.add(one + k.name(), "duplicate",
                    "\"" + k.of(value) + "\" is in " + at + " twice", k.of(value)));
        }
    }
}
