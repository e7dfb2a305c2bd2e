package org.trunkline.plugin.internal.link;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;

/** An extension point: its methods, and what its calls may take. <b>Threads:</b> any. */
public final class ExtensionType {
    private final Class<?> type;
    private final ExtensionPoint terms;
    private final List<ExtensionMethod> methods;
    private final Map<Method, ExtensionMethod> byMethod = new HashMap<>();

    /** @throws IllegalArgumentException if it is no extension point, or a type in it cannot cross a process */
    public ExtensionType(Class<?> type, Shapes shapes) {
        this.type = type;
        terms = type.getAnnotation(ExtensionPoint.class);
        if (terms == null || !type.isInterface())
            throw new IllegalArgumentException("no extension point: " + type.getName());
        var sorted = Arrays.stream(type.getMethods()).filter(m -> !Modifier.isStatic(m.getModifiers()))
                .sorted(Comparator.comparing(Method::toGenericString)).toList();
        var all = new ArrayList<ExtensionMethod>();
        for (var method : sorted) {
            var made = method(all.size(), method, shapes);
            all.add(made);
            byMethod.put(method, made);
        }
        methods = List.copyOf(all);
    }

    private static ExtensionMethod method(int number, Method method, Shapes shapes) {
        var arguments = Arrays.stream(method.getGenericParameterTypes()).map(shapes::of).toList();
        Optional<Shape> result = method.getReturnType() == void.class ? Optional.empty()
                : Optional.of(shapes.of(method.getGenericReturnType()));
        boolean declares = Arrays.asList(method.getExceptionTypes()).contains(ExtensionException.class);
        try {
            var call = MethodHandles.publicLookup().unreflect(method).asSpreader(Object[].class, arguments.size())
                    .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
            return new ExtensionMethod(number, method.getName(), call, arguments, result, declares);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("no extension point: " + method, e);
        }
    }

    public Class<?> type() {
        return type;
    }

    /** {@code RoutingPolicy} */
    public String name() {
        return type.getSimpleName();
    }

    public ExtensionPoint terms() {
        return terms;
    }

    /** @throws IllegalArgumentException if there is no such method */
    public ExtensionMethod method(int number) {
        if (number < 0 || number >= methods.size())
            throw new IllegalArgumentException("method " + number + " of " + name());
        return methods.get(number);
    }

    /** @throws IllegalArgumentException if there is no such method */
    public ExtensionMethod method(String name) {
        return methods.stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name() + '.' + name));
    }

    /** Empty for a method of {@link Object}. */
    public Optional<ExtensionMethod> method(Method method) {
        return Optional.ofNullable(byMethod.get(method));
    }
}
