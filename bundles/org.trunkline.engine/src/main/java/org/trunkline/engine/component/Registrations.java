package org.trunkline.engine.component;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.domain.part.PartFailure;

/**
 * The services of a component that registers them itself, because it starts only as far as its settings, its folder or the
 * network allow: then a {@link PartFailure} takes their place. All are withdrawn together, the last one first. Any thread.
 */
public final class Registrations implements AutoCloseable {
    private final BundleContext context;
    private final List<ServiceRegistration<?>> open = new ArrayList<>();
    private boolean closed;

    public Registrations(BundleContext context) {
        this.context = context;
    }

    public <S> void add(Class<S> as, S service) {
        add(as, service, Map.of());
    }

    /** Does nothing once closed, or once the bundle has stopped: a part that starts late may be too late. */
    public <S> void add(Class<S> as, S service, Map<String, ?> properties) {
        add(() -> context.registerService(as, service, properties.isEmpty() ? null : new Hashtable<>(properties)));
    }

    /** One service under several types. */
    public void add(List<Class<?>> as, Object service) {
        add(() -> context.registerService(as.stream().map(Class::getName).toArray(String[]::new), service, null));
    }

    private synchronized void add(Supplier<ServiceRegistration<?>> registration) {
        if (closed)
            return;
        try {
            open.add(registration.get());
        } catch (IllegalStateException e) {
            closed = true; // the framework stops, and this component was still on its way
        }
    }

    @Override
    public void close() {
        withdrawn().reversed().forEach(Registrations::unregister);
    }

    private synchronized List<ServiceRegistration<?>> withdrawn() {
        closed = true;
        var all = List.copyOf(open);
        open.clear();
        return all;
    }

    /** The framework withdraws a service too, when the bundle stops before its component does. */
    public static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // gone already: what follows must be closed all the same
        }
    }
}
