package org.trunkline.ui.trunks.internal.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/** Several entries of a plug-in are deleted one after the other. */
class AddedDeleteTest {
    private final FakeNode node = new FakeNode();
    private final AtomicInteger deleted = new AtomicInteger();

    private AddedDelete delete(List<String> keys, boolean cancelled) throws Exception {
        var kind = AddedKind.all(node).keySet().iterator().next();
        return AddedDelete.of(kind.form().catalog(node), keys, new BatchProgress(deleted, () -> cancelled));
    }

    private void create(String name) throws Exception {
        node.entries().create(FakeEntries.DOORS.plugin(), "door", Map.of("name", name, "seconds", "5"));
    }

    @Test
    void thoseThatAreGoneArePassedOver() throws Exception {
        create("Front");
        create("Back");
        create("Roof");
        assertEquals(new AddedDelete(2, Optional.empty()), delete(List.of("Front", "Cellar", "Back"), false));
        assertEquals(List.of("Roof"), node.entries().list(FakeEntries.DOORS.plugin(), "door", Optional.empty(), 9).items().stream()
                .map(e -> e.key()).toList());
    }

    @Test
    void cancellingKeepsTheRest() throws Exception {
        create("Front");
        assertEquals(new AddedDelete(0, Optional.empty()), delete(List.of("Front"), true));
        assertEquals(1, AddedKind.all(node).values().iterator().next());
    }

    @Test
    void anOutageLeavesTheCountOfThoseThatAreDeleted() throws Exception {
        create("Back");
        create("Front");
        node.watchConfiguration(() -> node.outage(Optional.of("gone")));
        assertThrows(NodeUnavailableException.class, () -> delete(List.of("Back", "Front"), false));
        assertEquals(1, deleted.get());
    }
}
