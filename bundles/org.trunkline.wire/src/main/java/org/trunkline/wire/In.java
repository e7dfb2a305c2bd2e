package org.trunkline.wire;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.domain.part.Said;

/**
 * Reads one JSON object of an answer. Names it does not ask for are passed over, so that an older client understands a
 * newer node. Throws {@link WireException} where something needed is missing.
 */
final class In {
    private static final int NANO_DIGITS = 6;
    private final JsonNode node;

    In(JsonNode node) {
        if (!node.isObject())
            throw new WireException("not an object: " + node.getNodeType());
        this.node = node;
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    private JsonNode need(String name) {
        var value = node.get(name);
        if (value == null || value.isNull())
            throw new WireException(name + " is missing");
        return value;
    }

    JsonNode number(String name) {
        var value = need(name);
        if (!value.isNumber())
            throw new WireException(name + " is not a number");
        return value;
    }

    String text(String name) {
        var value = need(name);
        if (!value.isTextual())
            throw new WireException(name + " is no text");
        return value.textValue();
    }

    /** An older node says it in words alone, or not at all. */
    Said said(String name) {
        return new Said(textOr(name + "Code", ""), texts(name + "Args"), textOr(name, ""));
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    String textOr(String name, String fallback) {
        return optionalText(name).orElse(fallback);
    }

    long integer(String name) {
        return number(name).longValue();
    }

    int small(String name) {
        var value = number(name);
        if (!value.canConvertToInt())
            throw new WireException(name + " is out of range");
        return value.intValue();
    }

    long integerOr(String name, long fallback) {
        return has(name) ? integer(name) : fallback;
    }

    double decimal(String name) {
        return number(name).doubleValue();
    }

    Optional<Double> optionalDecimal(String name) {
        return has(name) ? Optional.of(decimal(name)) : Optional.empty();
    }

    OptionalDouble maybeDecimal(String name) {
        return has(name) ? OptionalDouble.of(decimal(name)) : OptionalDouble.empty();
    }

    boolean flag(String name) {
        return need(name).booleanValue();
    }

    Optional<Boolean> optionalFlag(String name) {
        return has(name) ? Optional.of(flag(name)) : Optional.empty();
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new WireException(name + " is no time: " + text(name));
        }
    }

    Optional<Instant> optionalInstant(String name) {
        return has(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    Duration millis(String name) {
        BigDecimal value = number(name).decimalValue();
        return Duration.ofNanos(value.movePointRight(NANO_DIGITS).longValue());
    }

    Optional<Duration> optionalMillis(String name) {
        return has(name) ? Optional.of(millis(name)) : Optional.empty();
    }

    <E extends Enum<E>> E word(String name, Class<E> type) {
        return Words.find(type, text(name))
                .orElseThrow(() -> new WireException(name + " has an unknown value: " + text(name)));
    }

    /** What is in it. */
    Set<String> names() {
        var names = new LinkedHashSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    In object(String name) {
        return new In(need(name));
    }

    <T> T value(String name, Function<JsonNode, T> reader) {
        return reader.apply(need(name));
    }

    Optional<In> optionalObject(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    List<String> texts(String name) {
        return elements(name, JsonNode::asText);
    }

    <T> List<T> list(String name, Function<In, T> reader) {
        return elements(name, n -> reader.apply(new In(n)));
    }

    <T> List<T> elements(String name, Function<JsonNode, T> reader) {
        var result = new ArrayList<T>();
        if (has(name))
            need(name).forEach(n -> result.add(reader.apply(n)));
        return result;
    }
}
