package org.trunkline.ui.contribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;

class ContributionsTest {
    private static Contribution<Runnable> tab(String bundle, String id, String order, Callable<?> make) {
        return InMemory.contribution(bundle, Runnable.class, order.isEmpty() ? Map.of("id", id, "label", "Label of " + id)
                : Map.of("id", id, "label", "Label of " + id, "order", order), make);
    }

    private static Contribution<Runnable> tab(String id, String order) {
        return tab("com.example.b", id, order, () -> (Runnable) () -> { });
    }

    @Test
    void theyComeByOrderThenId() {
        assertEquals(List.of("z", "a", "b", "last", "odd"), InMemory.sorted(tab("last", ""), tab("b", "10"), tab("odd", "first"),
                tab("a", "10"), tab("z", "5")).stream().map(Contribution::id).toList());
    }

    @Test
    void anErrorOfLinkingIsToldWithItsBundle() throws ContributionException {
        var tab = tab("com.example.crm", "notes", "1", () -> (Runnable) () -> {
            throw new NoClassDefFoundError("com/example/Gone");
        });
        Runnable made = tab.create();
        var failed = assertThrows(ContributionException.class, () -> tab.guard(() -> {
            made.run();
            return made;
        }));
        assertInstanceOf(NoClassDefFoundError.class, failed.getCause());
        assertTrue(failed.getMessage().contains("com.example.crm"), failed.getMessage());
        assertTrue(failed.getMessage().contains("com/example/Gone"), failed.getMessage());
    }

    @Test
    void aConstructorThatThrowsIsToldWithItsReason() {
        var tab = tab("com.example.crm", "notes", "1", () -> {
            throw new IllegalStateException("no licence");
        });
        var failed = assertThrows(ContributionException.class, tab::create);
        assertTrue(failed.getMessage().contains("no licence"), failed.getMessage());
    }

    @Test
    void aClassOfAnotherTypeIsRefused() {
        var tab = tab("com.example.crm", "notes", "1", () -> "notes");
        assertTrue(assertThrows(ContributionException.class, tab::create).getMessage().contains("java.lang.Runnable"));
        assertEquals(Optional.empty(), tab.attribute("kinds"));
        assertEquals("Label of notes", tab.label());
    }
}
