package org.trunkline.ui.internal.area;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.contribution.Contribution;
import org.trunkline.ui.contribution.InMemory;

class AreasTest {
    private static Contribution<Object> area(String id, int order, String key) {
        return InMemory.contribution("com.example", Object.class, Map.of("id", id, "perspective", id, "order", String.valueOf(order),
                "key", key), Object::new);
    }

    private static Areas areas(Map<String, String> perspectives, List<Contribution<Object>> contributions) {
        return Areas.of(contributions, id -> Optional.ofNullable(perspectives.get(id)));
    }

    @Test
    void anAreaOfAnotherBundleStandsAmongOurs() {
        var areas = areas(Map.of("operations", "Operations", "records", "Call Records", "fraud", "Fraud"),
                InMemory.sorted(area("records", 30, "3"), area("fraud", 20, "6"), area("operations", 10, "1")));
        assertEquals(List.of("Operations", "Fraud", "Call Records"), areas.list().stream().map(Areas.Area::label).toList());
        assertEquals(Optional.of("fraud"), areas.ofKey("6").map(Areas.Area::perspective));
    }

    @Test
    void aKeyThatIsTakenStaysWithTheFirst() {
        var areas = areas(Map.of("a", "A", "b", "B", "c", "C"),
                InMemory.sorted(area("a", 10, "1"), area("b", 20, "1"), area("c", 30, "x")));
        assertEquals(List.of(Optional.of("1"), Optional.empty(), Optional.empty()),
                areas.list().stream().map(Areas.Area::key).toList());
    }

    @Test
    void anAreaWithoutItsPerspectiveIsLeftOut() {
        assertEquals(List.of("B"), areas(Map.of("b", "B"), InMemory.sorted(area("a", 10, "1"), area("b", 20, "2"))).list().stream().map(Areas.Area::label).toList());
    }
}
