package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.PluginCodecs;

class MediaComponentTest {
    private final List<Object> services = new ArrayList<>();

    /** Registers and unregisters; nothing else is asked of it. */
    private BundleContext context() {
        return fake(BundleContext.class, (method, args) -> {
            assertEquals("registerService", method);
            var service = args[1];
            services.add(service);
            return fake(ServiceRegistration.class, (name, none) -> {
                assertEquals("unregister", name);
                services.remove(service);
                return null;
            });
        });
    }

    private interface Answer {
        Object to(String method, Object[] args);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, args) -> answer.to(method.getName(), args)));
    }

    @Test
    void offersTheRelay() {
        var part = new MediaComponent(context(), CodecTable.STANDARD, PluginCodecs.NONE, Relay.config("127.0.0.1", 20_000, 20_099, 60));
        var media = assertInstanceOf(Media.class, services.getFirst());
        assertEquals(50, media.usage().portsTotal());

        part.modified(Relay.config("127.0.0.1", 20_000, 20_199, 60));
        assertEquals(100, media.usage().portsTotal());
        part.deactivate();
        part.deactivate();
        assertEquals(List.of(), services);
    }

    @Test
    void saysInOneLineWhyItCannotAndTriesAgainWhenToldOtherwise() {
        var part = new MediaComponent(context(), CodecTable.STANDARD, PluginCodecs.NONE, Relay.config("203.0.113.77", 20_000, 20_099, 60));
        var failure = assertInstanceOf(PartFailure.class, services.getFirst());
        assertTrue(failure.message().contains("203.0.113.77") && failure.message().contains("0.0.0.0"), failure.message());
        assertTrue(failure.message().lines().count() == 1);

        part.modified(Relay.config("127.0.0.1", 20_000, 20_099, 60));
        assertEquals(1, services.size());
        assertInstanceOf(Media.class, services.getFirst());
        part.deactivate();
        assertEquals(List.of(), services);
    }
}
