package org.trunkline.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.FieldError;
import org.trunkline.wire.json.Fields;
import org.trunkline.wire.json.Json;

/** What a request wants saved: nothing is checked but its types. */
public final class DraftJson {
    private DraftJson() {}

    /**
     * What a request asked for.
     *
     * @param draft with defaults where a field is missing or in error
     * @param errors wrong types, unknown fields and unknown words; others are for the catalog to find
     */
    public record Parsed<D>(D draft, List<FieldError> errors) {
        public Parsed {
            errors = List.copyOf(errors);
        }
    }

    public static <D> Parsed<D> parse(JsonNode node, Function<Fields, D> reader) {
        var errors = new ArrayList<FieldError>();
        var fields = new Fields(node.isObject() ? node : Json.object(), "", errors);
        var draft = reader.apply(fields);
        fields.end();
        if (!node.isObject())
            errors.add(new FieldError("", "wrong-type", List.of(), "the body must be a JSON object"));
        return new Parsed<>(draft, errors);
    }
}
