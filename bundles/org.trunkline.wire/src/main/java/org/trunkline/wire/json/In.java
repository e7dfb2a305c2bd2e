package org.trunkline.wire.json;

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

import org.trunkline.domain.part.LocalizableText;

/**
 * Reads one JSON object of an answer. Names it does not ask for are passed over, so that an older client understands a
 * newer node. Throws {@link WireException} where something needed is missing.
 */
public final class In {
    private static final int NANO_DIGITS = 6;
    private final JsonNode node;

    public In(JsonNode node) {
        if (!node.isObject())
            throw new WireException("not an object: " + node.getNodeType());
        this.node = node;
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    private JsonNode need(String name) {
        var value = node.get(name);
        if (value == null || value.isNull())
            throw new WireException(name + " is missing");
        return value;
    }

    public JsonNode number(String name) {
        var value = need(name);
        if (!value.isNumber())
            throw new WireException(name + " is not a number");
        return value;
    }

    public String text(String name) {
        var value = need(name);
        if (!value.isTextual())
            throw new WireException(name + " is no text");
        return value.textValue();
    }

    /** An older node says it in words alone, or not at all. */
    public LocalizableText said(String name) {
        return new LocalizableText(textOr(name + "Code", ""), texts(name + "Args"), textOr(name, ""));
    }

    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    public String textOr(String name, String fallback) {
        return optionalText(name).orElse(fallback);
    }

    public long integer(String name) {
        return number(name).longValue();
    }

    public int small(String name) {
        var value = number(name);
        if (!value.canConvertToInt())
            throw new WireException(name + " is out of range");
        return value.intValue();
    }

    public long integerOr(String name, long fallback) {
        return has(name) ? integer(name) : fallback;
    }

    public double decimal(String name) {
        return number(name).doubleValue();
    }

    public Optional<Double> optionalDecimal(String name) {
        return has(name) ? Optional.of(decimal(name)) : Optional.empty();
    }

    public OptionalDouble maybeDecimal(String name) {
        return has(name) ? OptionalDouble.of(decimal(name)) : OptionalDouble.empty();
    }

    public boolean flag(String name) {
        return need(name).booleanValue();
    }

    public Optional<Boolean> optionalFlag(String name) {
        return has(name) ? Optional.of(flag(name)) : Optional.empty();
    }

    public Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new WireException(name + " is no time: " + text(name));
        }
    }

    public Optional<Instant> optionalInstant(String name) {
        return has(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    public Duration millis(String name) {
        BigDecimal value = number(name).decimalValue();
        return Duration.ofNanos(value.movePointRight(NANO_DIGITS).longValue());
    }

    public Optional<Duration> optionalMillis(String name) {
        return has(name) ? Optional.of(millis(name)) : Optional.empty();
    }

    public <E extends Enum<E>> E word(String name, Class<E> type) {
        return EnumNames.find(type, text(name))
                .orElseThrow(() -> new WireException(name + " has an unknown value: " + text(name)));
    }

    /** What is in it. */
    public Set<String> names() {
        var names = new LinkedHashSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public In object(String name) {
        return new In(need(name));
    }

    public <T> T value(String name, Function<JsonNode, T> reader) {
        return reader.apply(need(name));
    }

    public Optional<In> optionalObject(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    public List<String> texts(String name) {
        return elements(name, JsonNode::asText);
    }

    public <T> List<T> list(String name, Function<In, T> reader) {
        return elements(name, n -> reader.apply(new In(n)));
    }

    public <T> List<T> elements(String name, Function<JsonNode, T> reader) {
        var result = new ArrayList<T>();
        if (has(name))
            need(name).forEach(n -> result.add(reader.apply(n)));
        return result;
    }
}
