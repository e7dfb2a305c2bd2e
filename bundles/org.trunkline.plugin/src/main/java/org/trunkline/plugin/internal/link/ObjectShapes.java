package org.trunkline.plugin.internal.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shapes of records, enums and sealed types. */
final class ObjectShapes {
    private ObjectShapes() {
    }

    record RecordShape(Class<?> type, RecordAccess access, Shape[] components) implements Shape {
        @Override
        public void write(Object value, FrameWriter out) {
            var values = new Object[components.length];
            access.take(value, values);
            for (int i = 0; i < values.length; i++)
                components[i].write(values[i], out);
        }

        @Override
        public Object read(FrameReader in) {
            var values = new Object[components.length];
            for (int i = 0; i < values.length; i++)
                values[i] = components[i].read(in);
            return access.make(values);
        }

        @Override
        public Object accept(Object value, Allowance allowance) {
            if (!type.isInstance(value))
                throw new IllegalArgumentException(value == null ? "null instead of " + type.getSimpleName()
                        : value.getClass().getName() + " instead of " + type.getSimpleName());
            var values = new Object[components.length];
            access.take(value, values);
            boolean same = true;
            for (int i = 0; i < values.length; i++) {
                var before = values[i];
                if (before == null)
                    throw new IllegalArgumentException("null as " + type.getRecordComponents()[i].getName() + " of "
                            + type.getSimpleName());
                values[i] = components[i].accept(before, allowance);
                same &= values[i] == before;
            }
            return same ? value : access.make(values);
        }
    }

    record EnumShape(Class<?> type, Object[] constants) implements Shape {
        @Override
        public void write(Object value, FrameWriter out) {
            out.writeCount(((Enum<?>) value).ordinal());
        }

        @Override
        public Object read(FrameReader in) {
            int ordinal = in.readCount();
            if (ordinal >= constants.length)
                throw new IllegalArgumentException(type.getSimpleName() + " number " + ordinal);
            return constants[ordinal];
        }

        @Override
        public Object accept(Object value, Allowance allowance) {
            if (!type.isInstance(value))
                throw new IllegalArgumentException("no " + type.getSimpleName());
            return value;
        }
    }

    /** One of a closed list of types, named by its place in the list. */
    static final class SealedShape implements Shape {
        private final Class<?> type;
        private final List<Shape> kinds;
        private final Map<Class<?>, Integer> numbers = new HashMap<>();

        SealedShape(Class<?> type, List<Class<?>> leaves, List<Shape> kinds) {
            this.type = type;
            this.kinds = List.copyOf(kinds);
            for (int i = 0; i < leaves.size(); i++)
                numbers.put(leaves.get(i), i);
        }

        @Override
        public void write(Object value, FrameWriter out) {
            int number = numbers.get(value.getClass());
            out.writeCount(number);
            kinds.get(number).write(value, out);
        }

        @Override
        public Object read(FrameReader in) {
            int number = in.readCount();
            if (number >= kinds.size())
                throw new IllegalArgumentException(type.getSimpleName() + " of kind " + number);
            return kinds.get(number).read(in);
        }

        @Override
        public Object accept(Object value, Allowance allowance) {
            var number = value == null ? null : numbers.get(value.getClass());
            if (number == null)
                throw new IllegalArgumentException("no " + type.getSimpleName() + " but "
                        + (value == null ? "null" : value.getClass().getName()));
            return kinds.get(number).accept(value, allowance);
        }
    }
}
