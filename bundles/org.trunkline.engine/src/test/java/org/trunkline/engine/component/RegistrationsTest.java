package org.trunkline.engine.component;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** What a component registers itself, also where the framework stops meanwhile. */
class RegistrationsTest {
    private final List<String> did = new ArrayList<>();
    private boolean stopped;

    private final BundleContext context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class},
            (_, method, arguments) -> {
                if (!method.getName().equals("registerService"))
                    throw new AssertionError(method);
                if (stopped)
                    throw new IllegalStateException("Invalid BundleContext.");
                did.add("registered " + arguments[1]);
                return registration(arguments[1]);
            });

    private ServiceRegistration<?> registration(Object service) {
        return (ServiceRegistration<?>) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (_, _, _) -> {
            did.add("withdrawn " + service);
            return null;
        });
    }

    @Test
    void theLastOneIsWithdrawnFirst() {
        var registrations = new Registrations(context);
        registrations.add(String.class, "a");
        registrations.add(String.class, "b");
        registrations.close();
        registrations.add(String.class, "too late");
        assertEquals(List.of("registered a", "registered b", "withdrawn b", "withdrawn a"), did);
    }

    /** A node that cannot run stops while its store is still being opened: that is no fault of the store. */
    @Test
    void aBundleThatHasStoppedRegistersNothing() {
        var registrations = new Registrations(context);
        registrations.add(String.class, "a");
        stopped = true;
        assertDoesNotThrow(() -> registrations.add(String.class, "b"));
        registrations.close();
        assertEquals(List.of("registered a", "withdrawn a"), did);
    }
}
