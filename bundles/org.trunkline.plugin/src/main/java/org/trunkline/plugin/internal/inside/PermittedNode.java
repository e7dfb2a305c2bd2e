package org.trunkline.plugin.internal.inside;

import static org.trunkline.plugin.internal.guard.Permissions.CALLS_CONTROL;
import static org.trunkline.plugin.internal.guard.Permissions.CALLS_READ;
import static org.trunkline.plugin.internal.guard.Permissions.CONFIG_READ;
import static org.trunkline.plugin.internal.guard.Permissions.CONFIG_WRITE;
import static org.trunkline.plugin.internal.guard.Permissions.PERSONAL;
import static org.trunkline.plugin.internal.guard.Permissions.RECORDS_READ;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.node.Node;

/**
 * The node as a plug-in inside it sees it: each method needs its permission, and callbacks run on the plug-in's threads.
 * What the table does not name is refused, and so is each method that the API gets later.
 */
final class PermittedNode implements InvocationHandler {
    private static final String FREE = "";
    private static final String ANY = "any";
    /** Numbers and names come unmasked inside the node. */
    private static final String IN_CLEAR = RECORDS_READ + " " + PERSONAL;
    private static final Map<String, String> NODE = Map.ofEntries(Map.entry("name", FREE), Map.entry("status", ANY),
            Map.entry("watch", ANY), Map.entry("codecs", ANY), Map.entry("subscribers", FREE), Map.entry("trunks", FREE), Map.entry("numbers", FREE),
            Map.entry("routes", FREE), Map.entry("ringGroups", FREE), Map.entry("savedSearches", FREE),
            Map.entry("registrations", CONFIG_READ), Map.entry("watchConfiguration", CONFIG_READ),
            Map.entry("calls", FREE), Map.entry("cdrs", FREE), Map.entry("alerts", FREE),
            Map.entry("callCase", IN_CLEAR), Map.entry("liveCase", IN_CLEAR), Map.entry("close", FREE));
    private static final Map<String, String> CATALOG_TO_READ = Map.of("list", CONFIG_READ, "find", CONFIG_READ, "check",
            CONFIG_READ);
    private static final Map<String, String> CATALOG = Map.of("list", CONFIG_READ, "find", CONFIG_READ, "check",
            CONFIG_READ, "create", CONFIG_WRITE, "replace", CONFIG_WRITE, "delete", CONFIG_WRITE);
    private static final Map<String, Map<String, String>> PARTS = Map.of("subscribers", CATALOG, "trunks", CATALOG,
            "numbers", CATALOG, "routes", CATALOG, "ringGroups", CATALOG,
            "savedSearches", CATALOG_TO_READ, // an alert makes the node call out
            "calls", Map.of("list", CALLS_READ, "watch", CALLS_READ, "hangUp", CALLS_CONTROL, "mute", CALLS_CONTROL, "connect", CALLS_CONTROL),
            "cdrs", Map.ofEntries(Map.entry("search", IN_CLEAR), Map.entry("rows", IN_CLEAR), Map.entry("records", IN_CLEAR),
                    Map.entry("summarize", RECORDS_READ), Map.entry("trunkPeriods", RECORDS_READ),
                    Map.entry("attributes", RECORDS_READ), Map.entry("find", IN_CLEAR),
                    Map.entry("ladder", IN_CLEAR), Map.entry("complete", IN_CLEAR), Map.entry("watch", IN_CLEAR)),
            "alerts", Map.of("list", CONFIG_READ));

    private final Class<?> type;
    private final Map<String, String> table;
    private final Supplier<?> real;
    private final String plugin;
    private final Set<String> permissions;
    private final PluginCallbacks callbacks;

    private PermittedNode(Class<?> type, Map<String, String> table, Supplier<?> real, String plugin,
            Set<String> permissions, PluginCallbacks callbacks) {
        this.type = type;
        this.table = table;
        this.real = real;
        this.plugin = plugin;
        this.permissions = permissions;
        this.callbacks = callbacks;
    }

    /** @param real throws an {@link IllegalStateException} while there is none */
    static Node of(Supplier<Node> real, String plugin, List<String> permissions, PluginCallbacks callbacks) {
        return (Node) proxy(Node.class, new PermittedNode(Node.class, NODE, real, plugin,
                Set.copyOf(permissions), callbacks));
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class)
            return ofObject(proxy, method, arguments);
        check(method);
        checkSearches(method, arguments);
        if (method.getName().equals("close"))
            return null; // the node goes on
        try {
            return permitted(method, method.invoke(real.get(), guarded(method, arguments)));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void check(Method method) {
        var needed = table.get(method.getName());
        var refused = "Plug-in " + plugin + " cannot use " + type.getSimpleName() + "." + method.getName();
        if (needed == null)
            throw new SecurityException(refused + ": no permission allows it");
        if (needed.equals(ANY) && permissions.isEmpty())
            throw new SecurityException(refused + " without a permission: add one to permissions in plugin.json");
        if (needed.equals(ANY) || needed.equals(FREE))
            return;
        for (var permission : needed.split(" "))
            if (!permissions.contains(permission))
                throw new SecurityException(refused + " without the permission " + permission
                        + ": add it to permissions in plugin.json");
    }

    /** How many records match a number tells whose they are: without the permission all of a time are counted. */
    private void checkSearches(Method method, Object[] arguments) {
        if (arguments == null || permissions.contains(PERSONAL))
            return;
        for (var argument : arguments)
            if (argument instanceof CdrQuery query && !query.text().isBlank())
                throw new SecurityException("Plug-in " + plugin + " cannot use " + type.getSimpleName() + "." + method.getName()
                        + " with a search text without the permission " + PERSONAL + ": add it to permissions in plugin.json");
    }

    @SuppressWarnings("unchecked")
    private Object[] guarded(Method method, Object[] arguments) {
        if (arguments == null)
            return null;
        var given = arguments.clone();
        var types = method.getParameterTypes();
        for (int i = 0; i < given.length; i++)
            if (types[i] == Consumer.class)
                given[i] = callbacks.consumer((Consumer<Object>) given[i]);
            else if (types[i] == Runnable.class)
                given[i] = callbacks.runnable((Runnable) given[i]);
        return given;
    }

    private Object permitted(Method method, Object value) {
        if (value instanceof Watch watch)
            return callbacks.keep(watch);
        var part = type == Node.class ? PARTS.get(method.getName()) : null;
        return part == null ? value
                : proxy(method.getReturnType(), new PermittedNode(method.getReturnType(), part, () -> value, plugin,
                        permissions, callbacks));
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> type.getSimpleName() + " for " + plugin;
        };
    }
}
