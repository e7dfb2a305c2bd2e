package org.trunkline.plugin.internal.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Shapes of what holds other values. Copies are the JDK's unmodifiable kinds; their order is kept for lists alone. */
final class ContainerShapes {
    private ContainerShapes() {
    }

    record OptionalShape(Shape value) implements Shape {
        @Override
        public void write(Object object, FrameWriter out) {
            var optional = (Optional<?>) object;
            out.writeBoolean(optional.isPresent());
            if (optional.isPresent())
                value.write(optional.get(), out);
        }

        @Override
        public Object read(FrameReader in) {
            return in.readBoolean() ? Optional.of(value.read(in)) : Optional.empty();
        }

        @Override
        public Object accept(Object object, Allowance allowance) {
            if (!(object instanceof Optional<?> optional))
                throw new IllegalArgumentException("no Optional where one belongs");
            if (optional.isEmpty())
                return optional;
            var kept = value.accept(optional.get(), allowance);
            return kept == optional.get() ? optional : Optional.of(kept);
        }
    }

    record ListShape(Shape element) implements Shape {
        @Override
        public void write(Object object, FrameWriter out) {
            var list = (List<?>) object;
            out.writeCount(list.size());
            for (var each : list)
                element.write(each, out);
        }

        @Override
        public Object read(FrameReader in) {
            var values = new Object[in.readElements()];
            for (int i = 0; i < values.length; i++)
                values[i] = element.read(in);
            return List.of(values);
        }

        @Override
        public Object accept(Object object, Allowance allowance) {
            if (!(object instanceof List<?> list))
                throw new IllegalArgumentException("no List where one belongs");
            var kept = acceptEach(list, element, allowance);
            // a copy only where it can change, or its class is the plug-in's
            return List.copyOf(list) == list && sameElements(list, kept) ? list : List.copyOf(kept);
        }
    }

    record SetShape(Shape element) implements Shape {
        @Override
        public void write(Object object, FrameWriter out) {
            var set = (Set<?>) object;
            out.writeCount(set.size());
            for (var each : set)
                element.write(each, out);
        }

        @Override
        public Object read(FrameReader in) {
            int count = in.readElements();
            var values = new ArrayList<Object>(count);
            for (int i = 0; i < count; i++)
                values.add(element.read(in));
            return Set.copyOf(values);
        }

        @Override
        public Object accept(Object object, Allowance allowance) {
            if (!(object instanceof Set<?> set))
                throw new IllegalArgumentException("no Set where one belongs");
            return Set.copyOf(acceptEach(set, element, allowance));
        }
    }

    record MapShape(Shape key, Shape value) implements Shape {
        @Override
        public void write(Object object, FrameWriter out) {
            var map = (Map<?, ?>) object;
            out.writeCount(map.size());
            for (var entry : map.entrySet()) {
                key.write(entry.getKey(), out);
                value.write(entry.getValue(), out);
            }
        }

        @Override
        public Object read(FrameReader in) {
            int count = in.readElements();
            var map = HashMap.newHashMap(count);
            for (int i = 0; i < count; i++)
                map.put(key.read(in), value.read(in));
            return Map.copyOf(map);
        }

        @Override
        public Object accept(Object object, Allowance allowance) {
            if (!(object instanceof Map<?, ?> map))
                throw new IllegalArgumentException("no Map where one belongs");
            allowance.size(map.size());
            var copy = new HashMap<Object, Object>();
            int count = 0;
            for (var entry : map.entrySet()) {
                allowance.element(++count);
                copy.put(key.accept(entry.getKey(), allowance), value.accept(entry.getValue(), allowance));
            }
            return Map.copyOf(copy);
        }
    }

    private static boolean sameElements(List<?> list, List<Object> kept) {
        for (int i = 0; i < kept.size(); i++)
            if (list.get(i) != kept.get(i))
                return false;
        return true;
    }

    /** Counts the elements too: the collection may be of any class, and report a wrong size. */
    private static List<Object> acceptEach(Collection<?> values, Shape element, Allowance allowance) {
        allowance.size(values.size());
        var copy = new ArrayList<>();
        for (var each : values) {
            allowance.element(copy.size() + 1);
            copy.add(element.accept(each, allowance));
        }
        return copy;
    }
}
