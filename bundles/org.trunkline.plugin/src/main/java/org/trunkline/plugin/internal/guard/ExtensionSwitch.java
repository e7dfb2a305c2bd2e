package org.trunkline.plugin.internal.guard;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * What the house holds of an extension: one object over all versions and restarts of the plug-in. {@link #turn} leads
 * the next calls to another version; a call that has begun ends where it began. <b>Threads:</b> any.
 */
final class ExtensionSwitch implements InvocationHandler {
    private volatile GuardedExtension target;

    ExtensionSwitch(GuardedExtension target) {
        this.target = target;
    }

    GuardedExtension target() {
        return target;
    }

    void turn(GuardedExtension to) {
        target = to;
    }

    Object proxy() {
        var type = target.type().type();
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        var called = target.type().method(method);
        if (called.isEmpty())
            return ofObject(proxy, method, arguments);
        while (true) {
            var extension = target;
            if (extension.enter())
                try {
                    var answer = extension.call(called.get(), arguments);
                    return called.get().result().isEmpty() ? null : answer;
                } finally {
                    extension.leave();
                }
            if (extension == target) // not switched meanwhile
                throw GuardedExtension.gone(extension.plugin(), extension.type(), extension.closedFor());
        }
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> target.type().name() + " of " + target.plugin();
        };
    }
}
