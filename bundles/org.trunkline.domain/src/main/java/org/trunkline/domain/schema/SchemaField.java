package org.trunkline.domain.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.trunkline.domain.cost.Amount;

/** One component of an entry's record, with what its annotations say. Immutable. */
public final class SchemaField {
    /** What the value is. */
    public enum Type {
        TEXT, NUMBER,
        /** An amount of money. */
        AMOUNT,
        /** True or false. */
        FLAG,
        /** A constant of an enum. */
        CHOICE,
        /** A {@link Secret}. */
        SECRET,
        /** A list of texts. */
        TEXTS,
        /** A nested record. */
        OBJECT,
        /** A list of records. */
        OBJECTS
    }

    private final RecordComponent component;
    private final Class<?> javaType;
    private final Type type;
    private final boolean optional;

    SchemaField(RecordComponent component) {
        this.component = component;
        optional = component.getType() == Optional.class;
        boolean list = component.getType() == List.class;
        javaType = optional || list ? (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                : component.getType();
        type = type(list);
    }

    private Type type(boolean list) {
        if (javaType == String.class)
            return list ? Type.TEXTS : Type.TEXT;
        if (javaType == Secret.class)
            return Type.SECRET;
        if (javaType == Amount.class)
            return Type.AMOUNT;
        if (javaType == int.class)
            return Type.NUMBER;
        if (javaType == boolean.class)
            return Type.FLAG;
        if (javaType.isEnum())
            return Type.CHOICE;
        if (javaType.isRecord())
            return list ? Type.OBJECTS : Type.OBJECT;
        throw new IllegalArgumentException(component.getDeclaringRecord().getSimpleName() + "." + name() + " has the type "
                + component.getGenericType() + ", which no schema knows");
    }

    public String name() {
        return component.getName();
    }

    public Type type() {
        return type;
    }

    /** Whether the value may be left out. */
    public boolean optional() {
        return optional;
    }

    private <A extends Annotation> Optional<A> annotation(Class<A> of) {
        return Optional.ofNullable(component.getAnnotation(of));
    }

    public boolean isKey() {
        return annotation(Key.class).isPresent();
    }

    public boolean isInline() {
        return annotation(Inline.class).isPresent();
    }

    public boolean isRequired() {
        return annotation(Required.class).isPresent();
    }

    public Format format() {
        return annotation(Is.class).map(Is::value).orElse(Format.PLAIN);
    }

    public Optional<Range> range() {
        return annotation(Range.class);
    }

    public Optional<Length> length() {
        return annotation(Length.class);
    }

    public String unit() {
        return annotation(Unit.class).map(Unit::value).orElse("");
    }

    public Optional<String> group() {
        return annotation(Group.class).map(Group::value);
    }

    public String help() {
        return annotation(Help.class).map(Help::value).orElse("");
    }

    /** Names of the constants of a choice. */
    public List<String> choices() {
        return type == Type.CHOICE ? constants().map(Enum::name).toList() : List.of();
    }

    /** The constant of a choice. */
    public Optional<Object> choice(String constant) {
        return constants().filter(c -> c.name().equals(constant)).map(Object.class::cast).findFirst();
    }

    private Stream<Enum<?>> constants() {
        var only = annotation(Only.class).map(Only::value).map(Set::of);
        return Arrays.stream(javaType.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c)
                .filter(c -> only.isEmpty() || only.get().contains(c.name()));
    }

    /** Of the record, or of each record in the list. @throws IllegalStateException if it is neither */
    public Schema<?> nested() {
        if (!javaType.isRecord() || type != Type.OBJECT && type != Type.OBJECTS)
            throw new IllegalStateException(name() + " is not a record");
        return Schema.of(javaType.asSubclass(Record.class));
    }

    /** What a new entry has, as text; empty for nothing. */
    public String defaultText() {
        return annotation(Default.class).map(Default::value).orElseGet(() -> switch (type) {
            case NUMBER, AMOUNT -> "0";
            case FLAG -> "false";
            case CHOICE -> choices().getFirst();
            case TEXT, SECRET, TEXTS, OBJECT, OBJECTS -> "";
        });
    }

    /** What a new entry has, as the component takes it. */
    public Object defaultValue() {
        return wrapped(switch (type) {
            case NUMBER -> Integer.valueOf(defaultText());
            case AMOUNT -> Amount.of(new BigDecimal(defaultText()));
            case FLAG -> Boolean.valueOf(defaultText());
            case CHOICE -> choice(defaultText()).orElseThrow();
            case TEXT -> Optional.of(defaultText()).filter(text -> !optional || !text.isEmpty());
            case SECRET -> Secret.KEPT;
            case TEXTS, OBJECTS -> List.of();
            case OBJECT -> optional ? Optional.empty() : nested().blank();
        });
    }

    /** Makes an optional of a value where the component is one, and takes one off where it is none. */
    private Object wrapped(Object value) {
        if (optional)
            return value instanceof Optional<?> ? value : Optional.of(value);
        return value instanceof Optional<?> maybe ? maybe.orElseThrow() : value;
    }

    /** The value in a record, as it is: maybe an {@link Optional}. */
    public Object of(Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the records of a schema are public", e);
        }
    }

    /** The value in a record; empty where an optional one is. */
    public Optional<Object> find(Record record) {
        Object value = of(record);
        return value instanceof Optional<?> maybe ? maybe.map(Object.class::cast) : Optional.of(value);
    }
}
