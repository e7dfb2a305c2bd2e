package org.trunkline.ui.trunks.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.CatalogPages;

class EntriesTest {
    private final FakeNode node = new FakeNode();

    @BeforeEach
    void begin() throws Exception {
        for (int i = 0; i < 7; i++)
            node.subscribers().create(new Subscriber("phone" + i, Secret.of("a-good-one"), "Phone " + i, true, CallHandling.PLAIN, Srtp.OFFER));
    }

    @Test
    void whatIsCutIsKnown() throws Exception {
        var found = CatalogPages.read(node.subscribers(), 3, new NullProgressMonitor());
        assertEquals(3, found.entries().size());
        assertEquals(7, found.total());
    }

    @Test
    void allAreReadWhereTheyHaveRoom() throws Exception {
        var found = Entries.load(node, OwnKind.SUBSCRIBER, new NullProgressMonitor());
        assertEquals(7, found.entries().size());
        assertEquals(7, found.total());
    }

    @Test
    void itStopsWhenItIsCancelled() {
        var monitor = new NullProgressMonitor();
        monitor.setCanceled(true);
        assertThrows(OperationCanceledException.class, () -> CatalogPages.read(node.subscribers(), 3, monitor));
    }
}
