package org.trunkline.wire.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.FieldError;

/**
 * Reads one JSON object of a request and notes every error with its path, so that all are told at once. A field in
 * error reads as its default.
 */
public final class Fields {
    private static final int SHOWN = 80;

    private final JsonNode node;
    private final String path;
    private final List<FieldError> errors;
    private final Set<String> known = new LinkedHashSet<>();

    public Fields(JsonNode node, String path, List<FieldError> errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
    }

    private Optional<JsonNode> get(String name) {
        known.add(name);
        return Optional.ofNullable(node.get(name)).filter(n -> !n.isNull());
    }

    private void wrongType(String field, JsonNode value, String allowed) {
        errors.add(new FieldError(field, "wrong-type", List.of(shown(value), allowed),
                field + " must be " + allowed + ", not " + shown(value)));
    }

    /** A value may be long, and may be a secret that was put under a wrong name or type. */
    private static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a text";
            default -> {
                var text = value.toString();
                yield text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
            }
        };
    }

    public String text(String name, String fallback) {
        return optionalText(name).orElse(fallback);
    }

    public Optional<String> optionalText(String name) {
        var value = get(name);
        if (value.isPresent() && !value.get().isTextual()) {
            wrongType(path + name, value.get(), "a text");
            return Optional.empty();
        }
        return value.map(JsonNode::textValue);
    }

    public int integer(String name, int fallback) {
        var value = get(name);
        if (value.isEmpty())
            return fallback;
        if (!value.get().isIntegralNumber()) {
            wrongType(path + name, value.get(), "a whole number");
            return fallback;
        }
        if (!value.get().canConvertToInt()) {
            errors.add(new FieldError(path + name, "out-of-range", List.of(shown(value.get())),
                    path + name + " " + shown(value.get()) + " is out of range"));
            return fallback;
        }
        return value.get().intValue();
    }

    public BigDecimal decimal(String name, BigDecimal fallback) {
        var value = get(name);
        if (value.isEmpty())
            return fallback;
        if (!value.get().isNumber() || value.get().isDouble() && !Double.isFinite(value.get().doubleValue())) {
            wrongType(path + name, value.get(), "a number");
            return fallback;
        }
        return value.get().decimalValue();
    }

    /** One for each object of a list. */
    public <T> List<T> objects(String name, Function<Fields, T> reader) {
        var value = get(name);
        if (value.isPresent() && !value.get().isArray())
            wrongType(path + name, value.get(), "a list of objects");
        var result = new ArrayList<T>();
        for (var element : value.filter(JsonNode::isArray).orElseGet(Json::array)) {
            String field = path + name + "[" + result.size() + "]";
            if (!element.isObject())
                wrongType(field, element, "an object");
            var fields = new Fields(element.isObject() ? element : Json.object(), field + ".", errors);
            result.add(reader.apply(fields));
            fields.end();
        }
        return result;
    }

    public boolean flag(String name, boolean fallback) {
        var value = get(name);
        if (value.isPresent() && !value.get().isBoolean())
            wrongType(path + name, value.get(), "true or false");
        return value.filter(JsonNode::isBoolean).map(JsonNode::booleanValue).orElse(fallback);
    }

    public Optional<Boolean> optionalFlag(String name) {
        return get(name).isPresent() ? Optional.of(flag(name, false)) : Optional.empty();
    }

    public <E extends Enum<E>> E word(String name, Class<E> type, E fallback) {
        return Enum.valueOf(type, word(name, Arrays.stream(type.getEnumConstants()).map(Enum::name).toList(), fallback.name()));
    }

    /** The name of a constant. @param constants those there are */
    public String word(String name, List<String> constants, String fallback) {
        var text = optionalText(name);
        if (text.isEmpty())
            return fallback;
        var found = constants.stream().filter(c -> EnumNames.of(c).equals(text.get())).findFirst();
        if (found.isEmpty()) {
            var allowed = constants.stream().map(EnumNames::of).toList();
            var args = new ArrayList<String>();
            args.add(text.get());
            args.addAll(allowed);
            errors.add(new FieldError(path + name, "not-allowed", args, path + name + " \"" + text.get()
                    + "\" is not one of " + String.join(", ", allowed)));
        }
        return found.orElse(fallback);
    }

    /** Adds an error of a field that was read. */
    public void wrong(String name, String code, String message, Object... args) {
        errors.add(new FieldError(path + name, code, Arrays.stream(args).map(String::valueOf).toList(), path + name + " "
                + message));
    }

    public List<String> texts(String name) {
        var value = get(name);
        if (value.isEmpty())
            return List.of();
        if (!value.get().isArray()) {
            wrongType(path + name, value.get(), "a list of texts");
            return List.of();
        }
        var result = new ArrayList<String>();
        for (var element : value.get()) {
            if (!element.isTextual())
                wrongType(path + name + "[" + result.size() + "]", element, "a text");
            result.add(element.isTextual() ? element.textValue() : ""); // keeps the positions of the others
        }
        return result;
    }

    /** Texts by names of the sender's own. */
    public Map<String, String> values(String name) {
        var value = get(name);
        if (value.isPresent() && !value.get().isObject())
            wrongType(path + name, value.get(), "an object");
        var result = new LinkedHashMap<String, String>();
        value.filter(JsonNode::isObject).ifPresent(node -> node.properties().forEach(p -> {
            if (p.getValue().isTextual())
                result.put(p.getKey(), p.getValue().textValue());
            else if (!p.getValue().isNull())
                wrongType(path + name + "." + p.getKey().substring(0, Math.min(SHOWN, p.getKey().length())), p.getValue(), "a text");
        }));
        return result;
    }

    /** An object as it is; an empty one where there is none. */
    public JsonNode node(String name) {
        var value = get(name);
        if (value.isPresent() && !value.get().isObject())
            wrongType(path + name, value.get(), "an object");
        return value.filter(JsonNode::isObject).orElseGet(Json::object);
    }

    public Optional<Fields> object(String name) {
        var value = get(name);
        if (value.isPresent() && !value.get().isObject())
            wrongType(path + name, value.get(), "an object");
        return value.filter(JsonNode::isObject).map(n -> new Fields(n, path + name + ".", errors));
    }

    /** A text, a number or a yes or no, as text; empty where there is none. */
    public String scalar(String name) {
        var value = get(name);
        if (value.isPresent() && !value.get().isValueNode())
            wrongType(path + name, value.get(), "a text, a number, true or false");
        return value.filter(JsonNode::isValueNode).map(JsonNode::asText).orElse("");
    }

    /** Texts by language; a text alone is English. */
    public Map<String, String> localized(String name) {
        return get(name).map(value -> localized(path + name, value)).orElse(Map.of());
    }

    private Map<String, String> localized(String field, JsonNode value) {
        if (value.isTextual())
            return Map.of("en", value.textValue());
        if (!value.isObject())
            wrongType(field, value, "a text, or an object of texts by language");
        var result = new LinkedHashMap<String, String>();
        value.properties().forEach(p -> {
            if (p.getValue().isTextual())
                result.put(p.getKey(), p.getValue().textValue());
            else
                wrongType(field + "." + p.getKey(), p.getValue(), "a text");
        });
        return result;
    }

    /** Texts by language, of each name, in their order: an object, or a list of objects with value and label. */
    public Map<String, Map<String, String>> localizedByName(String name) {
        if (get(name).filter(JsonNode::isArray).isPresent())
            return localizedByValue(name);
        var value = get(name);
        if (value.isPresent() && !value.get().isObject())
            wrongType(path + name, value.get(), "an object, or a list of objects");
        var result = new LinkedHashMap<String, Map<String, String>>();
        value.filter(JsonNode::isObject).ifPresent(v -> v.properties()
                .forEach(p -> result.put(p.getKey(), localized(path + name + "." + p.getKey(), p.getValue()))));
        return Collections.unmodifiableMap(result);
    }

    private Map<String, Map<String, String>> localizedByValue(String name) {
        var result = new LinkedHashMap<String, Map<String, String>>();
        objects(name, f -> result.put(f.text("value", ""), f.localized("label")));
        return Collections.unmodifiableMap(result);
    }

    /** Texts by name, an empty one for null: the caller takes the value away. */
    public Map<String, Optional<String>> changes(String name) {
        var value = get(name);
        if (value.isPresent() && !value.get().isObject())
            wrongType(path + name, value.get(), "an object of texts");
        var result = new LinkedHashMap<String, Optional<String>>();
        value.filter(JsonNode::isObject).ifPresent(v -> v.properties().forEach(p -> {
            if (p.getValue().isContainerNode())
                wrongType(p.getKey(), p.getValue(), "a text, a number, true or false");
            else
                result.put(p.getKey(), p.getValue().isNull() ? Optional.empty() : Optional.of(p.getValue().asText()));
        }));
        return result;
    }

    /** Refuses what nobody asked for: a mistyped name must not be a silent default. */
    public void end() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name))
                errors.add(unknown(name));
        });
    }

    private FieldError unknown(String name) {
        var field = path + (name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…");
        var close = Spelling.meant(name, known);
        var args = new ArrayList<>(List.of(field));
        args.addAll(known);
        return new FieldError(field, "unknown-field", args, "There is no field \"" + field + "\""
                + close.map(k -> "; did you mean \"" + path + k + "\"?").orElse("; there are "
                        + String.join(", ", known)));
    }
}
