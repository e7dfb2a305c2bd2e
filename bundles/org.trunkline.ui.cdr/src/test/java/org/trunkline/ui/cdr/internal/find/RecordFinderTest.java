package org.trunkline.ui.cdr.internal.find;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.search.CdrNavigator;

class RecordFinderTest {
    private final RecordFinder finder = new RecordFinder(new Formats(ZoneId.of("UTC"), Locale.ENGLISH),
            new StateText(Texts.of(StateText.class, Locale.ENGLISH)));

    @Test
    void aNumberIsSearchedOnBothSides() {
        assertEquals("number:+46701234567", SearchFinder.queryOf("+46 70-123 45 67"));
        assertEquals("number:*4711*", SearchFinder.queryOf("4711"));
        assertEquals("number:*86840007*", SearchFinder.queryOf("08-684 00 07"));
        assertEquals("number:*0007*", SearchFinder.queryOf("0007"));
        assertEquals("cause:busy trunk:\"Telia A\"", SearchFinder.queryOf(" cause:busy trunk:\"Telia A\" "));
    }

    @Test
    void theWayToAllIsThereWithoutANode() throws Exception {
        var found = new SearchFinder().find("4711", 5, Optional.empty());
        assertEquals("number:*4711*", found.getFirst().parameters().get(CdrNavigator.QUERY));
        assertEquals(List.of(), finder.find("4711", 5, Optional.empty()));
    }

    @Test
    void aFewAreShownAndOpenedByTheirIds() throws Exception {
        var node = new FakeNode();
        for (int i = 1; i <= 5; i++)
            node.cdrs().add(Samples.cdr(i));
        var found = finder.find(Samples.cdr(1).from().normalised(), 5, Optional.of(node));
        assertEquals(3, found.size());
        assertEquals(CdrNavigator.COMMAND, found.getFirst().command());
        assertEquals("id:", found.getFirst().parameters().get(CdrNavigator.QUERY).substring(0, 3));
    }

    @Test
    void aQueryThatIsStillTypedFindsNothing() throws Exception {
        assertEquals(List.of(), finder.find("cause:(busy", 5, Optional.of(new FakeNode())));
    }
}
