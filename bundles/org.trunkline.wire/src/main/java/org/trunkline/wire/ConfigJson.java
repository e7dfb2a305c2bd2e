package org.trunkline.wire;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.domain.schema.Secret;
import org.trunkline.wire.json.Fields;
import org.trunkline.wire.json.Out;
import org.trunkline.wire.json.WireException;

/** Configuration entries by the schema of their record. */
public final class ConfigJson {
    private static final String UNKNOWN = "unknown-field";

    private ConfigJson() {}

    /** As a node tells it: without secrets. */
    public static <E extends Record> ObjectNode write(EntryKind<E> kind, E entry) {
        return write(kind.schema(), entry, new Out(), false).node();
    }

    /** As it is sent to be saved: with the secrets that are given. */
    public static <E extends Record> ObjectNode writeDraft(EntryKind<E> kind, E entry) {
        return write(kind.schema(), entry, new Out(), true).node();
    }

    private static Out write(Schema<?> schema, Record entry, Out out, boolean secrets) {
        for (var field : schema.fields())
            field.find(entry).ifPresent(value -> write(field, value, out, secrets));
        return out;
    }

    private static void write(SchemaField field, Object value, Out out, boolean secrets) {
        String name = field.name();
        switch (field.type()) {
            case TEXT -> out.put(name, (String) value);
            case NUMBER -> out.put(name, (int) value);
            case AMOUNT -> out.put(name, ((Amount) value).units());
            case FLAG -> out.put(name, (boolean) value);
            case CHOICE -> out.put(name, (Enum<?>) value);
            case SECRET -> out.text(name, secrets ? ((Secret) value).given() : Optional.empty());
            case TEXTS -> out.texts(name, ((List<?>) value).stream().map(String.class::cast).toList());
            case OBJECT -> {
                if (field.isInline())
                    write(field.nested(), (Record) value, out, secrets);
                else
                    out.put(name, write(field.nested(), (Record) value, new Out(), secrets).node());
            }
            case OBJECTS -> out.list(name, (List<?>) value, v -> write(field.nested(), (Record) v, new Out(), secrets).node());
        }
    }

    /** Reads what a node told; a field that this version does not know is passed over. @throws WireException if it is no such entry */
    public static <E extends Record> E read(EntryKind<E> kind, JsonNode node) {
        var parsed = readDraft(kind, node, Optional.empty());
        parsed.errors().stream().filter(e -> !e.code().equals(UNKNOWN)).findFirst().ifPresent(e -> {
            throw new WireException(e.message());
        });
        return parsed.draft();
    }

    /**
     * Reads what is to be saved: only its types are checked.
     *
     * @param key stands where the body leaves the key out
     */
    public static <E extends Record> DraftJson.Parsed<E> readDraft(EntryKind<E> kind, JsonNode node, Optional<String> key) {
        return DraftJson.parse(node, fields -> read(kind.schema(), fields, key));
    }

    private static <E extends Record> E read(Schema<E> schema, Fields fields, Optional<String> key) {
        return schema.create(field -> value(field, fields, key));
    }

    private static Object value(SchemaField field, Fields in, Optional<String> key) {
        String name = field.name();
        return switch (field.type()) {
            case TEXT -> field.optional() ? in.optionalText(name) : in.text(name, field.isKey() ? key.orElse("")
                    : field.defaultText());
            case NUMBER -> in.integer(name, Integer.parseInt(field.defaultText()));
            case AMOUNT -> amount(name, in, (Amount) field.defaultValue());
            case FLAG -> in.flag(name, Boolean.parseBoolean(field.defaultText()));
            case CHOICE -> field.choice(in.word(name, field.choices(), field.defaultText())).orElseThrow();
            case SECRET -> new Secret(in.optionalText(name));
            case TEXTS -> in.texts(name);
            case OBJECT -> object(field, in);
            case OBJECTS -> in.objects(name, f -> read(field.nested(), f, Optional.empty()));
        };
    }

    private static Object object(SchemaField field, Fields in) {
        if (field.isInline())
            return read(field.nested(), in, Optional.empty());
        var there = in.object(field.name()).map(f -> {
            Record nested = read(field.nested(), f, Optional.empty());
            f.end();
            return nested;
        });
        return field.optional() ? there : there.map(Object.class::cast).orElseGet(field::defaultValue);
    }

    private static Amount amount(String name, Fields in, Amount fallback) {
        BigDecimal value = in.decimal(name, fallback.units());
        if (value.stripTrailingZeros().scale() > Amount.DECIMALS)
            in.wrong(name, "too-many-decimals", value + " has more than " + Amount.DECIMALS + " decimals", value, Amount.DECIMALS);
        else if (value.signum() < 0 || value.precision() - value.scale() > 12)
            in.wrong(name, "out-of-range", value + " is negative or too large", value, 0, "1000000");
        else
            return Amount.of(value);
        return fallback;
    }
}
