package org.trunkline.plugin.internal.link;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the shapes of types. <b>Threads:</b> any. */
public final class Shapes {
    private final Map<Type, Shape> known = new HashMap<>(ValueShapes.ALL);

    /** @throws IllegalArgumentException if a value of this type cannot cross a process; the message names the type */
    public synchronized Shape of(Type type) {
        var there = known.get(type);
        if (there != null)
            return there;
        if (type instanceof ParameterizedType generic)
            return remember(type, container(generic));
        if (!(type instanceof Class<?> plain))
            throw new IllegalArgumentException("cannot cross a process: " + type);
        if (plain.isRecord() || plain.isSealed()) {
            var later = new Later();
            known.put(type, later); // for a type that holds itself
            later.shape = plain.isRecord() ? record(plain) : sealed(plain);
            return remember(type, later.shape);
        }
        if (plain.isEnum())
            return remember(type, new ObjectShapes.EnumShape(plain, plain.getEnumConstants()));
        throw new IllegalArgumentException("cannot cross a process: " + type.getTypeName());
    }

    private Shape remember(Type type, Shape shape) {
        known.put(type, shape);
        return shape;
    }

    private Shape container(ParameterizedType type) {
        var arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class)
            return new ContainerShapes.OptionalShape(of(arguments[0]));
        if (type.getRawType() == List.class)
            return new ContainerShapes.ListShape(of(arguments[0]));
        if (type.getRawType() == Set.class)
            return new ContainerShapes.SetShape(of(arguments[0]));
        if (type.getRawType() == Map.class)
            return new ContainerShapes.MapShape(of(arguments[0]), of(arguments[1]));
        throw new IllegalArgumentException("cannot cross a process: " + type);
    }

    private Shape record(Class<?> type) {
        var shapes = Arrays.stream(type.getRecordComponents()).map(each -> of(each.getGenericType())).toArray(Shape[]::new);
        return new ObjectShapes.RecordShape(type, RecordAccessGenerator.generate(type), shapes);
    }

    private Shape sealed(Class<?> type) {
        var leaves = new LinkedHashSet<Class<?>>();
        collect(type, leaves);
        var kinds = new ArrayList<Shape>();
        for (var leaf : leaves)
            kinds.add(of(leaf));
        return new ObjectShapes.SealedShape(type, List.copyOf(leaves), kinds);
    }

    private static void collect(Class<?> type, Set<Class<?>> leaves) {
        for (var each : type.getPermittedSubclasses())
            if (each.isSealed())
                collect(each, leaves);
            else
                leaves.add(each);
    }

    /** Stands for a shape that is being made. */
    private static final class Later implements Shape {
        private volatile Shape shape = this;

        @Override
        public void write(Object value, FrameWriter out) {
            shape.write(value, out);
        }

        @Override
        public Object read(FrameReader in) {
            return shape.read(in);
        }

        @Override
        public Object accept(Object value, Allowance allowance) {
            return shape.accept(value, allowance);
        }
    }
}
