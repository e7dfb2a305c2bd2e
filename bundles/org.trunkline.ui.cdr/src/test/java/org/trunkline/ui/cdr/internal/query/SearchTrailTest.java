package org.trunkline.ui.cdr.internal.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;

class SearchTrailTest {
    private final SearchTrail trail = new SearchTrail();

    @Test
    void goesBackAndForthAsABrowserDoes() {
        var a = new Place("a", TimeRange.DAY);
        var b = new Place("b", TimeRange.DAY);
        var c = new Place("c", TimeRange.HOUR);
        trail.visit(a);
        trail.visit(b);
        trail.visit(b);
        assertEquals(Optional.of(a), trail.back());
        assertFalse(trail.canGoBack());
        assertEquals(Optional.of(b), trail.forward());
        assertEquals(Optional.of(a), trail.back());
        trail.visit(c);
        assertFalse(trail.canGoForward());
        assertEquals(Optional.of(a), trail.back());
        assertEquals(Optional.empty(), trail.back());
        assertTrue(trail.canGoForward());
    }

    @Test
    void remembersTextsLatestFirstWithoutRepeating() {
        for (String text : List.of("a", "b", "", "a"))
            trail.visit(new Place(text, TimeRange.DAY));
        assertEquals(List.of("a", "b"), trail.texts());
        var restored = new SearchTrail();
        restored.restore(trail.encode());
        assertEquals(trail.texts(), restored.texts());
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 500; i++)
            trail.visit(new Place("q" + i, TimeRange.DAY));
        assertEquals(50, trail.texts().size());
        int steps = 0;
        while (trail.back().isPresent())
            steps++;
        assertEquals(99, steps);
    }
}
