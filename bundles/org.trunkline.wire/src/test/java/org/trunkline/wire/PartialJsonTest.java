package org.trunkline.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.TextNode;

import org.junit.jupiter.api.Test;
import org.trunkline.api.Page;
import org.trunkline.api.Partial;
import org.trunkline.api.cdr.CdrSummary;

class PartialJsonTest {
    @Test
    void aPartOfAResultSaysSoAndWhy() {
        var page = new Page<>(List.of("a"), 17, Optional.of("next"), Optional.of(Partial.TIME));
        var json = PageJson.write(page, TextNode::valueOf);
        assertTrue(json.get("partial").booleanValue());
        assertEquals("time", json.get("reason").textValue());
        assertEquals(page, PageJson.read(json, it -> it.textValue()));
    }

    @Test
    void aWholeResultSaysNothing() {
        var page = new Page<>(List.of("a"), 1, Optional.empty());
        var json = PageJson.write(page, TextNode::valueOf);
        assertFalse(json.has("partial"));
        assertEquals(page, PageJson.read(json, it -> it.textValue()));
    }

    @Test
    void soDoFigures() {
        var summary = new CdrSummary(3, 2, Duration.ofSeconds(9), Map.of(), Duration.ZERO, List.of(), List.of(), List.of(),
                List.of(), Optional.of(Partial.TERMS));
        assertEquals(summary, SearchJson.readSummary(SearchJson.write(summary)));
    }
}
