package org.trunkline.plugin.internal.link;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * A method of an extension point.
 *
 * @param number within its interface, the same on both sides
 * @param call takes the extension and an array of arguments
 * @param result empty for none
 * @param declares whether it may throw an {@link org.trunkline.spi.ExtensionException}
 */
public record ExtensionMethod(int number, String name, MethodHandle call, List<Shape> arguments,
        Optional<Shape> result, boolean declares) {
    private static final Object[] NONE = {};

    /** @param arguments as given to a proxy: null for none */
    public void write(Object[] arguments, FrameWriter out) {
        for (int i = 0; i < this.arguments.size(); i++)
            this.arguments.get(i).write(arguments[i], out);
    }

    public Object[] readArguments(FrameReader in) {
        var values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++)
            values[i] = arguments.get(i).read(in);
        return values;
    }

    /** Calls an extension and checks its answer, on a thread of the plug-in. @return {@code this} for no value */
    public Object run(Object extension, Object[] arguments) throws Throwable {
        var given = arguments == null ? NONE : arguments;
        Object answer = call.invokeExact(extension, given);
        return result.isEmpty() ? this : result.get().accept(answer, new Allowance());
    }
}
