package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.record.AttributeField;
import org.trunkline.spi.record.RecordAttributes;

/** What each {@link RecordAttributes} must do, whatever fields it adds. */
public abstract class RecordAttributesContract {
    /** Attributes as the node would make them. */
    protected abstract RecordAttributes attributes() throws Exception;

    @Test
    void fieldsAreFewAndHaveNamesOfTheirOwn() throws Exception {
        var fields = attributes().fields();
        assertTrue(!fields.isEmpty() && fields.size() <= 16, () -> "1 to 16: " + fields);
        for (var field : fields) {
            assertTrue(field.name().matches("[A-Za-z]{1,30}"), field::name);
            assertTrue(!field.label().en().isBlank(), () -> field.name() + " has no label");
        }
        assertEquals(fields.size(), fields.stream().map(AttributeField::name).distinct().count(), "each name once");
    }

    @Test
    void fieldsAreTheSameEachTime() throws Exception {
        var attributes = attributes();
        assertEquals(attributes.fields(), attributes.fields());
    }

    @Test
    void valuesAreOfTheDeclaredFieldsAndTypes() throws Exception {
        var attributes = attributes();
        var fields = attributes.fields().stream().collect(Collectors.toMap(AttributeField::name, Function.identity()));
        for (var record : List.of(SpiSamples.answered(1, Duration.ZERO), SpiSamples.answered(2, Duration.ofHours(9)),
                SpiSamples.busy(3)))
            attributes.attributes(record).forEach((name, value) -> {
                assertTrue(fields.containsKey(name), () -> name + " is not declared");
                assertTrue(isOf(fields.get(name).type(), value), () -> name + " is " + value);
            });
    }

    private static boolean isOf(AttributeField.Type type, String value) {
        return switch (type) {
            case TEXT -> value.length() <= 200;
            case NUMBER -> value.equals(String.valueOf(Long.parseLong(value)));
            case TIME -> OffsetDateTime.parse(value) != null;
            case BOOLEAN -> value.equals("true") || value.equals("false");
        };
    }
}
