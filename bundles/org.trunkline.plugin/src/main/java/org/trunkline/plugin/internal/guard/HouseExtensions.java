package org.trunkline.plugin.internal.guard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.engine.component.Registrations;

/**
 * The extensions of a plug-in as services of the house. They pass from version to version: where the new one has an
 * extension of the same interface, and of the same name where it has several, the service stays and leads to it.
 *
 * <p><b>Threads:</b> any but those that answer calls: who hears of a service may call it, and so does {@link #names}.
 */
public final class HouseExtensions {
    /** Property of a service: id of its plug-in. */
    public static final String PLUGIN = "trunkline.plugin";
    /** Property of a service: version of its plug-in. */
    public static final String VERSION = "trunkline.plugin.version";

    /** Property of a service: folder for its plug-in's own files. */
    public static final String FOLDER = "trunkline.plugin.folder";
    /**
     * Property of a service: how often what is behind it was replaced, by an update or by a start after a failure. Its value is for
     * nobody: that it differs tells all who use the service to ask again what it declares.
     */
    private static final String RESTARTS = "trunkline.plugin.restarts";

    private record Slot(ExtensionSwitch way, ServiceRegistration<?> service) {
        GuardedExtension target() {
            return way.target();
        }
    }

    private final BundleContext context;
    private final String plugin;
    private final Path folder;
    private final List<Slot> slots = new ArrayList<>();
    /** Of those that are one of several of their interface; a process that ended cannot be asked any more. */
    private final Map<GuardedExtension, String> names = new HashMap<>();
    private int restarts = -1;

    public HouseExtensions(BundleContext context, String plugin, Path folder) {
        this.context = context;
        this.plugin = plugin;
        this.folder = folder;
    }

    /** Asks those whose name decides what takes the place of what; answers may take their time, so no lock is held. */
    Map<GuardedExtension, String> names(List<GuardedExtension> next) {
        List<GuardedExtension> former;
        Map<GuardedExtension, String> known;
        synchronized (this) {
            former = targets();
            known = Map.copyOf(names);
        }
        return Succession.names(former, next, known);
    }

    private List<GuardedExtension> targets() {
        return slots.stream().map(Slot::target).toList();
    }

    /**
     * Replaces all extensions: those of an interface that stays are switched, new ones come before old ones go.
     *
     * @param asked {@link #names} of these extensions
     */
    synchronized void replace(List<GuardedExtension> extensions, String version, Map<GuardedExtension, String> asked) {
        restarts++;
        names.putAll(asked);
        var succession = Succession.of(targets(), extensions, names);
        var left = new ArrayList<Slot>();
        for (var slot : slots) {
            var successor = succession.successor(slot.target());
            successor.ifPresentOrElse(extension -> turn(slot, extension, version), () -> left.add(slot));
        }
        succession.added().forEach(extension -> register(extension, version));
        left.forEach(this::unregister);
        names.keySet().retainAll(extensions);
    }

    public synchronized void add(GuardedExtension extension, String version) {
        register(extension, version);
    }

    public synchronized void remove(GuardedExtension extension) {
        slots.stream().filter(slot -> slot.way().target() == extension).toList().forEach(this::unregister);
    }

    public synchronized void removeAll() {
        List.copyOf(slots).forEach(this::unregister);
    }

    private void turn(Slot slot, GuardedExtension to, String version) {
        slot.way().turn(to);
        slot.service().setProperties(properties(to, version));
    }

    private void register(GuardedExtension extension, String version) {
        var way = new ExtensionSwitch(extension);
        var service = context.registerService(extension.type().type().getName(), way.proxy(),
                properties(extension, version));
        slots.add(new Slot(way, service));
    }

    private void unregister(Slot slot) {
        slots.remove(slot);
        Registrations.unregister(slot.service());
    }

    private Dictionary<String, Object> properties(GuardedExtension extension, String version) {
        var properties = new Hashtable<String, Object>();
        properties.put(Constants.SERVICE_RANKING, extension.ranking());
        properties.put(PLUGIN, plugin);
        properties.put(VERSION, version);
        properties.put(FOLDER, folder.toString());
        properties.put(RESTARTS, restarts);
        return properties;
    }
}
