package org.trunkline.wire.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.domain.part.LocalizableText;

/** Fills one JSON object; what is empty is left out. */
public final class Out {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int NANO_DIGITS = 6;
    private static final long NANOS = 1_000_000;

    private final ObjectNode node = Json.object();

    public ObjectNode node() {
        return node;
    }

    public Out put(String name, String value) {
        node.put(name, value);
        return this;
    }

    public Out put(String name, long value) {
        node.put(name, value);
        return this;
    }

    public Out put(String name, double value) {
        node.put(name, value);
        return this;
    }

    public Out put(String name, BigDecimal value) {
        node.put(name, value);
        return this;
    }

    public Out put(String name, boolean value) {
        node.put(name, value);
        return this;
    }

    public Out put(String name, Enum<?> value) {
        return put(name, EnumNames.of(value));
    }

    public Out put(String name, Instant value) {
        return put(name, MILLIS.format(value));
    }

    /** The words, and beside them what they are translated by. */
    public Out said(String name, LocalizableText said) {
        put(name, said.message());
        if (!said.code().isEmpty())
            put(name + "Code", said.code()).texts(name + "Args", said.args());
        return this;
    }

    public Out put(String name, JsonNode value) {
        node.set(name, value);
        return this;
    }

    /** Milliseconds, with a fraction only where there is one. */
    public Out millis(String name, Duration value) {
        long nanos = value.toNanos();
        if (nanos % NANOS == 0)
            return put(name, nanos / NANOS); // stripped of zeros, 91500 would read 9.15E+4
        node.put(name, BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros());
        return this;
    }

    public Out millis(String name, Optional<Duration> value) {
        value.ifPresent(v -> millis(name, v));
        return this;
    }

    public Out text(String name, Optional<String> value) {
        value.ifPresent(v -> put(name, v));
        return this;
    }

    public Out instant(String name, Optional<Instant> value) {
        value.ifPresent(v -> put(name, v));
        return this;
    }

    public Out decimal(String name, Optional<Double> value) {
        value.ifPresent(v -> put(name, v.doubleValue()));
        return this;
    }

    public Out decimal(String name, OptionalDouble value) {
        value.ifPresent(v -> put(name, v));
        return this;
    }

    public Out object(String name, Optional<ObjectNode> value) {
        value.ifPresent(v -> put(name, v));
        return this;
    }

    public Out texts(String name, List<String> values) {
        var array = node.putArray(name);
        values.forEach(array::add);
        return this;
    }

    public <T> Out list(String name, List<T> values, Function<? super T, ? extends JsonNode> writer) {
        var array = node.putArray(name);
        values.forEach(v -> array.add(writer.apply(v)));
        return this;
    }
}
