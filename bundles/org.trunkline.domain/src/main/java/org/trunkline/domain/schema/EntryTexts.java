package org.trunkline.domain.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trunkline.domain.cost.Amount;

/**
 * Entries as texts by path, in order: as stored, audited and shown in forms. A list has a line for each element, a record
 * in a list one with its values between spaces, an optional record {@code true} where it is there. Secrets are left out of
 * what is written, and taken from what is read.
 */
public final class EntryTexts {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}([.,][0-9]{1,9})?");

    /** Told of texts that are no value of their field; the default stands in for them. */
    @FunctionalInterface
    public interface Problems {
        /** @param code {@code not-number}, {@code not-amount}, {@code not-allowed}, {@code not-row} or {@code too-many-decimals} */
        void wrong(String path, SchemaField field, String code, String text);
    }

    private EntryTexts() {}

    public static Map<String, String> write(Schema<?> schema, Record entry) {
        var texts = new LinkedHashMap<String, String>();
        write(schema, "", entry, texts);
        return texts;
    }

    private static void write(Schema<?> schema, String path, Record entry, Map<String, String> into) {
        for (var field : schema.fields()) {
            String at = path + field.name();
            Optional<Object> value = field.find(entry);
            switch (field.type()) {
                case SECRET -> { }
                case OBJECT -> {
                    if (field.optional())
                        into.put(at, Boolean.toString(value.isPresent()));
                    value.ifPresent(v -> write(field.nested(), field.isInline() ? path : at + ".", (Record) v, into));
                }
                default -> into.put(at, value.map(v -> text(field, v)).orElse(""));
            }
        }
    }

    private static String text(SchemaField field, Object value) {
        return switch (field.type()) {
            case CHOICE -> ((Enum<?>) value).name();
            case TEXTS -> ((List<?>) value).stream().map(Object::toString).collect(Collectors.joining("\n"));
            case OBJECTS -> ((List<?>) value).stream().map(v -> row(field.nested(), (Record) v)).collect(Collectors.joining("\n"));
            case TEXT, NUMBER, AMOUNT, FLAG, SECRET, OBJECT -> value.toString();
        };
    }

    /** Without the last values that are the default. */
    private static String row(Schema<?> schema, Record value) {
        var parts = new ArrayList<String>();
        int needed = 2;
        for (var leaf : write(schema, value).entrySet()) {
            parts.add(leaf.getValue());
            if (!leaf.getValue().equals("0"))
                needed = Math.max(needed, parts.size());
        }
        return String.join(" ", parts.subList(0, Math.min(needed, parts.size())));
    }

    /** @param texts by path; the default stands in for what is missing */
    public static <E extends Record> E read(Schema<E> schema, Map<String, String> texts, Problems problems) {
        return read(schema, "", texts, problems);
    }

    private static <E extends Record> E read(Schema<E> schema, String path, Map<String, String> texts, Problems problems) {
        return schema.create(field -> {
            String at = path + field.name();
            if (field.type() != SchemaField.Type.OBJECT)
                return Optional.ofNullable(texts.get(at)).map(text -> value(field, at, text, problems))
                        .orElseGet(field::defaultValue);
            if (field.optional())
                return "true".equals(texts.get(at)) ? Optional.of(read(field.nested(), at + ".", texts, problems))
                        : Optional.empty();
            return read(field.nested(), field.isInline() ? path : at + ".", texts, problems);
        });
    }

    private static Object value(SchemaField field, String path, String text, Problems problems) {
        return switch (field.type()) {
            case TEXT -> field.optional() ? Optional.of(trimmed(field, text)).filter(t -> !t.isEmpty()) : trimmed(field, text);
            case SECRET -> new Secret(Optional.of(text).filter(t -> !t.isEmpty()));
            case TEXTS -> text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
            case FLAG -> text.equals("true");
            case NUMBER -> number(field, path, text.strip(), problems);
            case AMOUNT -> amount(field, path, text.strip(), problems);
            case CHOICE -> field.choice(text).orElseGet(() -> {
                problems.wrong(path, field, "not-allowed", text);
                return field.defaultValue();
            });
            case OBJECTS -> rows(field, path, text, problems);
            case OBJECT -> throw new IllegalStateException(path + " is read field by field");
        };
    }

    /** Codes of countries and currencies are written in capitals. */
    private static String trimmed(SchemaField field, String text) {
        boolean capitals = field.format() == Format.REGION || field.format() == Format.CURRENCY;
        return capitals ? text.strip().toUpperCase(Locale.ROOT) : text.strip();
    }

    private static Object number(SchemaField field, String path, String text, Problems problems) {
        if (NUMBER.matcher(text).matches())
            return Integer.valueOf(text);
        problems.wrong(path, field, "not-number", text);
        return field.defaultValue();
    }

    private static Object amount(SchemaField field, String path, String text, Problems problems) {
        if (!AMOUNT.matcher(text).matches()) {
            problems.wrong(path, field, "not-amount", text);
            return field.defaultValue();
        }
        var amount = new BigDecimal(text.replace(',', '.'));
        if (amount.stripTrailingZeros().scale() <= Amount.DECIMALS)
            return Amount.of(amount);
        problems.wrong(path, field, "too-many-decimals", text);
        return field.defaultValue();
    }

    private static List<Record> rows(SchemaField field, String path, String text, Problems problems) {
        var names = field.nested().leaves().stream().map(Schema.Leaf::path).toList();
        var rows = new ArrayList<Record>();
        for (String line : text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
            String[] parts = line.split("\\s+");
            if (parts.length < Math.min(2, names.size()) || parts.length > names.size()) {
                problems.wrong(path, field, "not-row", line);
                continue;
            }
            var texts = new LinkedHashMap<String, String>();
            for (int i = 0; i < parts.length; i++)
                texts.put(names.get(i), parts[i]);
            rows.add(read(field.nested(), texts, (_, _, code, wrong) -> problems.wrong(path, field, code, wrong)));
        }
        return rows;
    }
}
