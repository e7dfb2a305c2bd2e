package org.trunkline.engine.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

class DescribedServicesTest {
    private static final String PAGER = "com.example.pager";

    /** Answers the name of the version that is behind it when it is asked. */
    private static final class Service {
        private volatile String version = "first";
        private Runnable meanwhile = () -> {};

        private String name() {
            var name = version;
            meanwhile.run();
            return name;
        }
    }

    private final List<String> asked = new ArrayList<>();
    private final DescribedServices<Service, String> services = new DescribedServices<>((plugin, service) -> {
        asked.add(plugin);
        return Optional.of(service.name()).filter(name -> !name.isEmpty());
    });
    private final Service service = new Service();

    private List<String> names() {
        return services.all().map(DescribedServices.Described::description).toList();
    }

    private void update() {
        service.version = "second";
        services.update(service);
    }

    @Test
    void aServiceIsAskedWhenItIsNeededAndAfterAnUpdate() {
        services.add(PAGER, service);
        assertEquals(List.of(), asked);
        assertEquals(List.of("first"), names());
        assertEquals(List.of("first"), names());
        assertEquals(1, asked.size(), "asked once");
        update();
        assertEquals(List.of("second"), names());
        services.remove(service);
        assertEquals(List.of(), names());
        assertEquals(2, asked.size());
    }

    @Test
    void oneThatFailsIsLeftOutAndAskedAgain() {
        service.version = "";
        services.add(PAGER, service);
        assertEquals(List.of(), names());
        service.version = "first";
        assertEquals(List.of("first"), names());
    }

    @Test
    void theyStayInTheOrderInWhichTheyCameAndOthersAreNotAsked() {
        var other = new Service();
        other.version = "other";
        services.add(PAGER, service);
        services.add("com.example.other", other);
        assertEquals(List.of("other"), services.of("com.example.other").map(DescribedServices.Described::description).toList());
        assertEquals(List.of("com.example.other"), asked);
        update();
        assertEquals(List.of("second", "other"), names());
    }

    /** The earlier version answers after the update, and after the later version has answered. */
    @Test
    void aLateAnswerOfTheEarlierVersionIsNotKept() {
        services.add(PAGER, service);
        service.meanwhile = () -> {
            service.meanwhile = () -> {};
            update();
            assertEquals(List.of("second"), names());
        };
        assertEquals(List.of("first"), names(), "what was under way ends where it began");
        assertEquals(List.of("second"), names());
        assertEquals(2, asked.size());
    }

    @Test
    void anUpdateFromAnotherThreadDoesNotWaitForAnAnswer() throws Exception {
        var asking = new CountDownLatch(1);
        var updated = new CountDownLatch(1);
        service.meanwhile = () -> {
            asking.countDown();
            await(updated);
        };
        services.add(PAGER, service);
        try (var threads = Executors.newSingleThreadExecutor()) {
            var late = threads.submit(this::names);
            await(asking);
            update();
            service.meanwhile = () -> {};
            updated.countDown();
            assertEquals(List.of("first"), late.get());
        }
        assertEquals(List.of("second"), names());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneThatIsRemovedWhileItIsAskedStaysAway() {
        services.add(PAGER, service);
        service.meanwhile = () -> services.remove(service);
        assertEquals(List.of("first"), names());
        assertEquals(List.of(), names());
    }
}
