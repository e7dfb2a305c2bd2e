package org.trunkline.wire;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.wire.json.EnumNames;
import org.trunkline.wire.json.Json;

/** The schemas of entries as the description of the API (OpenAPI 3.0) has them. */
public final class SchemaJson {
    private static final String REF = "#/components/schemas/";

    private SchemaJson() {}

    /** By name: each kind, and each record in one. */
    public static Map<String, ObjectNode> components(Iterable<EntryKind<?>> kinds) {
        var all = new LinkedHashMap<String, ObjectNode>();
        kinds.forEach(kind -> component(kind.schema(), all));
        return all;
    }

    private static String name(Schema<?> schema) {
        return schema.type().getSimpleName();
    }

    private static void component(Schema<?> schema, Map<String, ObjectNode> all) {
        if (all.containsKey(name(schema)))
            return;
        var node = Json.object().put("type", "object");
        all.put(name(schema), node);
        var required = Json.array();
        var properties = Json.object();
        properties(schema, properties, all);
        required(schema, required);
        if (!required.isEmpty())
            node.set("required", required);
        node.set("properties", properties);
        node.put("additionalProperties", false);
    }

    private static void required(Schema<?> schema, ArrayNode required) {
        for (var field : schema.fields())
            if (field.isInline())
                required(field.nested(), required);
            else if ((field.isRequired() || field.isKey()) && field.type() != SchemaField.Type.SECRET)
                required.add(field.name());
    }

    private static void properties(Schema<?> schema, ObjectNode properties, Map<String, ObjectNode> all) {
        for (var field : schema.fields())
            if (field.isInline())
                properties(field.nested(), properties, all);
            else
                properties.set(field.name(), property(field, all));
    }

    private static ObjectNode property(SchemaField field, Map<String, ObjectNode> all) {
        if (field.type() == SchemaField.Type.OBJECT) {
            component(field.nested(), all);
            return Json.object().put("$ref", REF + name(field.nested()));
        }
        var node = Json.object();
        switch (field.type()) {
            case TEXT -> {
                text(field, node.put("type", "string"));
                if (!field.optional() && !field.isRequired() && !field.isKey())
                    node.put("default", field.defaultText());
            }
            case SECRET -> text(field, node.put("type", "string").put("writeOnly", true));
            case NUMBER -> range(field, node.put("type", "integer")).put("default", Integer.parseInt(field.defaultText()));
            case AMOUNT -> range(field, node.put("type", "number")).put("default", Integer.parseInt(field.defaultText()));
            case FLAG -> node.put("type", "boolean").put("default", Boolean.parseBoolean(field.defaultText()));
            case CHOICE -> {
                var words = node.put("type", "string").putArray("enum");
                field.choices().forEach(c -> words.add(EnumNames.of(c)));
                node.put("default", EnumNames.of(field.defaultText()));
            }
            case TEXTS -> {
                count(field, node.put("type", "array"));
                node.set("items", text(field, Json.object().put("type", "string"), false));
            }
            case OBJECTS -> {
                component(field.nested(), all);
                count(field, node.put("type", "array"));
                node.set("items", Json.object().put("$ref", REF + name(field.nested())));
            }
            case OBJECT -> { }
        }
        String unit = field.unit().isEmpty() ? "" : field.help().isEmpty() ? field.unit() : ", " + field.unit();
        String zero = field.range().filter(r -> r.orZero()).map(r -> "; from " + r.min() + " otherwise").orElse("");
        if (!(field.help() + unit + zero).isEmpty())
            node.put("description", field.help() + unit + zero);
        return node;
    }

    private static ObjectNode text(SchemaField field, ObjectNode node) {
        return text(field, node, true);
    }

    private static ObjectNode text(SchemaField field, ObjectNode node, boolean withLength) {
        if (field.format() != Format.PLAIN)
            node.put("format", field.format().token());
        if (withLength)
            field.length().ifPresent(l -> {
                if (l.min() > 0)
                    node.put("minLength", l.min());
                node.put("maxLength", l.max());
            });
        return node;
    }

    private static ObjectNode range(SchemaField field, ObjectNode node) {
        field.range().ifPresent(r -> node.put("minimum", r.orZero() ? 0 : r.min()).put("maximum", r.max()));
        return node;
    }

    private static void count(SchemaField field, ObjectNode node) {
        if (field.isRequired())
            node.put("minItems", 1);
        field.length().ifPresent(l -> node.put("maxItems", l.max()));
    }
}
