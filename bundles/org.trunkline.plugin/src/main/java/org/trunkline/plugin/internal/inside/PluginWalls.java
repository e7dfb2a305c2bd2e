package org.trunkline.plugin.internal.inside;

import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.trunkline.engine.component.Registrations;

/**
 * Keeps plug-ins inside the node apart: the house does not see their services, they do not see the house's, and two
 * versions of one plug-in share nothing. <b>Threads:</b> any.
 */
public final class PluginWalls implements FindHook, EventListenerHook, ResolverHookFactory, ResolverHook, CollisionHook,
        AutoCloseable {
    /** Property of a service that is for one plug-in alone: its key. */
    public static final String FOR = "trunkline.plugin.for";

    /** Bundles that work for others: they register and look up in their names. */
    private static final Set<String> INFRASTRUCTURE = Set.of("org.apache.felix.scr", "org.apache.felix.log",
            "org.eclipse.equinox.ds");

    private final Bundle ours;
    private final Map<Long, String> keys = new ConcurrentHashMap<>();
    private final List<ServiceRegistration<?>> hooks;

    /** @param context of this bundle */
    public PluginWalls(BundleContext context) {
        ours = context.getBundle();
        Dictionary<String, Object> none = new Hashtable<>();
        hooks = List.of(context.registerService(FindHook.class, this, none),
                context.registerService(EventListenerHook.class, this, none),
                context.registerService(ResolverHookFactory.class, this, none),
                context.registerService(CollisionHook.class, this, none));
    }

    /** A bundle belongs to a plug-in from now on. @param key of one version of one plug-in, never used again */
    void add(Bundle bundle, String key) {
        keys.put(bundle.getBundleId(), key);
    }

    void remove(Bundle bundle) {
        keys.remove(bundle.getBundleId());
    }

    boolean within(Bundle bundle, String key) {
        return key.equals(keys.get(bundle.getBundleId()));
    }

    private Optional<String> key(Bundle bundle) {
        return Optional.ofNullable(keys.get(bundle.getBundleId()));
    }

    private boolean visible(Bundle to, ServiceReference<?> service) {
        var owner = service.getBundle();
        if (owner == null || to.getBundleId() == 0 || to.equals(ours) || to.equals(owner))
            return true;
        var asks = key(to);
        var owns = key(owner);
        if (owns.isPresent())
            return owns.equals(asks) || INFRASTRUCTURE.contains(to.getSymbolicName());
        if (service.getProperty(FOR) instanceof String meant)
            return asks.isPresent() && asks.get().equals(meant);
        return asks.isEmpty() || owner.getBundleId() == 0 || INFRASTRUCTURE.contains(owner.getSymbolicName());
    }

    @Override
    public void find(BundleContext context, String name, String filter, boolean all,
            Collection<ServiceReference<?>> references) {
        references.removeIf(reference -> !visible(context.getBundle(), reference));
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        listeners.keySet().removeIf(context -> !visible(bundle(context), event.getServiceReference()));
    }

    /** A context may end meanwhile; then it does not matter what it sees. */
    private Bundle bundle(BundleContext context) {
        try {
            return context.getBundle();
        } catch (IllegalStateException e) {
            return ours;
        }
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
        // all may
    }

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
        var key = key(singleton.getRevision().getBundle());
        collisions.removeIf(other -> !key(other.getRevision().getBundle()).equals(key));
    }

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        var key = key(requirement.getRevision().getBundle());
        candidates.removeIf(candidate -> {
            var provides = key(candidate.getRevision().getBundle());
            return provides.isPresent() && !provides.equals(key);
        });
    }

    @Override
    public void end() {
        // nothing is kept
    }

    /** The same bundle may be there for another version of a plug-in, or for another plug-in. */
    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
        collisions.removeIf(bundle -> key(bundle).isPresent());
    }

    @Override
    public void close() {
        hooks.forEach(Registrations::unregister);
    }
}
