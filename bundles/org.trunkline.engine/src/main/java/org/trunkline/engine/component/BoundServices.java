package org.trunkline.engine.component;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import org.osgi.framework.ServiceReference;

/**
 * The services of a dynamic reference to many, in their order: the best last. For methods that bind and unbind them: where two
 * threads change the list of a reference that is a field, the older list can be written last. Any thread.
 */
public final class BoundServices<S> {
    private final Map<ServiceReference<S>, S> services = new ConcurrentSkipListMap<>();

    public void add(ServiceReference<S> reference, S service) {
        services.put(reference, service);
    }

    public void remove(ServiceReference<S> reference) {
        services.remove(reference);
    }

    public List<S> all() {
        return List.copyOf(services.values());
    }
}
