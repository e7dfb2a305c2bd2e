package org.trunkline.engine.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class BoundServicesTest {
    private final BoundServices<Integer> services = new BoundServices<>();

    @Test
    void theBestIsLastAndAServiceThatGoesIsGone() {
        services.add(reference(2), 20);
        services.add(reference(1), 10);
        services.add(reference(3), 30);
        assertEquals(List.of(10, 20, 30), services.all());
        services.remove(reference(2));
        assertEquals(List.of(10, 30), services.all());
    }

    /** As when ports are opened while the node starts. */
    @Test
    void noneIsLostOfThoseThatComeAtOnce() {
        try (var threads = Executors.newFixedThreadPool(4)) {
            IntStream.range(0, 1000).forEach(i -> threads.execute(() -> services.add(reference(i), i)));
        }
        assertEquals(IntStream.range(0, 1000).boxed().toList(), services.all());
    }

    /** Ordered by its ranking, as the framework's are. */
    @SuppressWarnings("unchecked")
    private static ServiceReference<Integer> reference(int ranking) {
        return (ServiceReference<Integer>) Proxy.newProxyInstance(BoundServicesTest.class.getClassLoader(),
                new Class<?>[]{ServiceReference.class}, (_, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> ranking;
                    case "compareTo" -> Integer.compare(ranking, (int) ((ServiceReference<?>) arguments[0]).getProperty("service.ranking"));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
