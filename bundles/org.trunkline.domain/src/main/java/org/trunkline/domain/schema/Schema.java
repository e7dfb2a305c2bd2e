package org.trunkline.domain.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the record of a kind of entry says of itself: its components and their annotations, read once for each class.
 * Everything that handles entries follows from it: JSON, the description of the API, storage, checks, the desk's form,
 * the audit. Not for the path of a call.
 */
public final class Schema<E extends Record> {
    private static final ClassValue<Schema<?>> KNOWN = new ClassValue<>() {
        @Override
        protected Schema<?> computeValue(Class<?> type) {
            return new Schema<>(type.asSubclass(Record.class));
        }
    };

    private final Class<E> type;
    private final Constructor<E> constructor;
    private final List<SchemaField> fields;

    /** A field of the entry or of a record in it. @param path as in JSON: {@code registration.username} */
    public record Leaf(String path, String group, SchemaField field) {}

    private Schema(Class<E> type) {
        this.type = type;
        var components = type.getRecordComponents();
        fields = Arrays.stream(components).map(SchemaField::new).toList();
        try {
            constructor = type.getDeclaredConstructor(Arrays.stream(components).map(c -> c.getType()).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("each record has this constructor", e);
        }
    }

    /** @throws IllegalArgumentException if a component has a type that entries cannot have */
    @SuppressWarnings("unchecked") // computed for this very class
    public static <E extends Record> Schema<E> of(Class<E> type) {
        return (Schema<E>) KNOWN.get(type);
    }

    public Class<E> type() {
        return type;
    }

    public List<SchemaField> fields() {
        return fields;
    }

    /** @throws IllegalStateException if the record has none */
    public SchemaField key() {
        return fields.stream().filter(SchemaField::isKey).findFirst()
                .orElseThrow(() -> new IllegalStateException(type.getSimpleName() + " has no key"));
    }

    /** An entry of these values. @param value of each component, as it takes it */
    public E create(Function<SchemaField, Object> value) {
        try {
            return constructor.newInstance(fields.stream().map(value).toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getSimpleName() + ": " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the records of a schema are public", e);
        }
    }

    /** A new entry with all defaults. */
    public E blank() {
        return create(SchemaField::defaultValue);
    }

    /** Rewrites a text of a format. */
    @FunctionalInterface
    public interface Tidy {
        String apply(Format format, String text);
    }

    /** The same entry, with its texts as they are kept. */
    public E tidy(E entry, Tidy tidy) {
        return create(field -> switch (field.type()) {
            case TEXT -> {
                Object value = field.of(entry);
                yield value instanceof Optional<?> maybe ? maybe.map(text -> tidy.apply(field.format(), (String) text))
                        : tidy.apply(field.format(), (String) value);
            }
            case TEXTS -> ((List<?>) field.of(entry)).stream().map(text -> tidy.apply(field.format(), (String) text)).toList();
            case SECRET -> field.of(entry);
            case OBJECT -> {
                Object value = field.of(entry);
                yield value instanceof Optional<?> maybe ? maybe.map(v -> tidyNested(field.nested(), (Record) v, tidy))
                        : tidyNested(field.nested(), (Record) value, tidy);
            }
            case OBJECTS -> ((List<?>) field.of(entry)).stream().map(v -> tidyNested(field.nested(), (Record) v, tidy)).toList();
            case NUMBER, AMOUNT, FLAG, CHOICE -> field.of(entry);
        });
    }

    private static <N extends Record> N tidyNested(Schema<N> nested, Record value, Tidy tidy) {
        return nested.tidy(nested.type.cast(value), tidy);
    }

    /** The same entry without its secrets: as it is stored and read. */
    public E withoutSecrets(E entry) {
        return create(field -> switch (field.type()) {
            case SECRET -> Secret.KEPT;
            case OBJECT -> {
                Object value = field.of(entry);
                yield value instanceof Optional<?> maybe ? maybe.map(v -> hide(field.nested(), (Record) v))
                        : hide(field.nested(), (Record) value);
            }
            default -> field.of(entry);
        });
    }

    private static <N extends Record> N hide(Schema<N> nested, Record value) {
        return nested.withoutSecrets(nested.type.cast(value));
    }

    /** All fields in order, those of nested records by their path; an optional record first as a whole, then its fields. */
    public List<Leaf> leaves() {
        var leaves = new ArrayList<Leaf>();
        leaves("", "general", leaves);
        return List.copyOf(leaves);
    }

    private void leaves(String path, String group, List<Leaf> into) {
        for (var field : fields) {
            String section = field.group().orElse(group);
            String at = path + field.name();
            if (field.type() != SchemaField.Type.OBJECT) {
                into.add(new Leaf(at, section, field));
                continue;
            }
            if (field.optional())
                into.add(new Leaf(at, section, field));
            field.nested().leaves(field.isInline() ? path : at + ".", section, into);
        }
    }
}
