package org.trunkline.http.internal.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.FieldError;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;

/** A search whose parameters come as a JSON object, since its text is longer than an address may be. */
final class SearchBody {
    private static final Set<String> NUMBERS = Set.of("limit", "offset", "rows", "buckets", "step", "caret");
    private static final Set<String> LISTS = Set.of("facets", "attributes");

    private SearchBody() {}

    /** By POST what an endpoint answers by GET: the same parameters with the same bounds. */
    static Endpoint of(Endpoint byGet) {
        return new Endpoint("POST", byGet.template(), Set.of(), request -> {
            var asked = request.asking(parameters(request.json()));
            asked.allowOnly(byGet.parameters());
            return byGet.handler().handle(asked);
        });
    }

    private static Map<String, String> parameters(JsonNode body) throws Problem {
        if (!body.isObject())
            throw wrong("", "the body must be a JSON object");
        var result = new LinkedHashMap<String, String>();
        for (var field : body.properties())
            if (!field.getValue().isNull())
                result.put(field.getKey(), text(field.getKey(), field.getValue()));
        return result;
    }

    private static String text(String name, JsonNode value) throws Problem {
        if (LISTS.contains(name))
            return list(name, value);
        boolean number = NUMBERS.contains(name);
        if (number ? !value.isIntegralNumber() : !value.isTextual())
            throw wrong(name, name + " must be " + (number ? "a whole number" : "a text"));
        return value.asText();
    }

    private static String list(String name, JsonNode value) throws Problem {
        var texts = new ArrayList<String>();
        for (var element : value)
            if (value.isArray() && element.isTextual())
                texts.add(element.textValue());
        if (!value.isArray() || texts.size() != value.size())
            throw wrong(name, name + " must be a list of texts");
        return String.join(",", texts);
    }

    private static Problem wrong(String field, String message) {
        return Problem.badRequest(message, new FieldError(field, "wrong-type", List.of(), message));
    }
}
