package org.trunkline.ui.trunks.internal.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.config.Trunk;
import org.trunkline.export.entry.EntryImport;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.testkit.node.FakeNode;

/** What others change between a preview and its import. */
class FreshImportTest {
    private final FakeNode node = new FakeNode();

    private EntryImport<Trunk> plan(String field, String value) throws NodeUnavailableException {
        return EditMany.of(EntryKind.TRUNK, EntryTable.read(node, EntryKind.TRUNK), List.of("Telia")).plan(Map.of(field, value));
    }

    private Trunk trunk() throws NodeUnavailableException {
        return node.trunks().find("Telia").orElseThrow();
    }

    @Test
    void aFieldThatTheImportLeavesAloneKeepsWhatSomebodyElseGaveIt() throws NodeUnavailableException {
        node.trunks().create(Trunk.of("Telia", "sip.telia.example"));
        var previewed = plan("maxCalls", "12");
        node.trunks().replace("Telia", Trunk.of("Telia", "sip2.telia.example"));
        var made = FreshImport.make(node, previewed, plan("maxCalls", "12"));
        assertInstanceOf(SaveResult.Saved.class, made.result().orElseThrow());
        assertEquals("sip2.telia.example", trunk().peer().host());
        assertEquals(12, trunk().limits().maxCalls());
    }

    @Test
    void nothingIsImportedThatWasNotPreviewed() throws NodeUnavailableException {
        node.trunks().create(Trunk.of("Telia", "sip.telia.example"));
        var previewed = plan("host", "sip3.telia.example");
        node.trunks().replace("Telia", Trunk.of("Telia", "sip2.telia.example"));
        var made = FreshImport.make(node, previewed, plan("host", "sip3.telia.example"));
        assertEquals(Optional.empty(), made.result());
        assertEquals("sip2.telia.example", made.plan().rows().getFirst().differences().getFirst().before());
        assertEquals("sip2.telia.example", trunk().peer().host());
    }
}
