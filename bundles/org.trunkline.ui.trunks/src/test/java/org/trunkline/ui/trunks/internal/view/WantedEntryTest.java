package org.trunkline.ui.trunks.internal.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.Route;
import org.trunkline.ui.CatalogPages;
import org.trunkline.ui.trunks.internal.model.Entry;
import org.trunkline.ui.trunks.internal.model.OwnKind;

class WantedEntryTest {
    private static CatalogPages.Found<Entry> found(long total) {
        return new CatalogPages.Found<>(List.of(new Entry(OwnKind.ROUTE, "+46", new Route("+46", List.of("Telia")), Optional.empty(),
                List.of(), List.of())), total);
    }

    @Test
    void oneThatIsReadIsThere() {
        assertEquals(WantedEntry.THERE, WantedEntry.in(found(1), "+46", false));
        assertEquals(WantedEntry.THERE, WantedEntry.in(found(1), "+46", true));
        assertEquals(Optional.empty(), WantedEntry.THERE.problem());
    }

    @Test
    void anAnswerFromBeforeItWasSavedSaysNothingOfIt() {
        assertEquals(WantedEntry.NOT_YET, WantedEntry.in(found(1), "+47", true));
        assertEquals(WantedEntry.NOT_YET, WantedEntry.in(found(9), "+47", true));
        assertEquals(Optional.empty(), WantedEntry.NOT_YET.problem());
    }

    @Test
    void theLastAnswerTellsWhyItIsNotSelected() {
        assertEquals(Optional.of("entries.gone"), WantedEntry.in(found(1), "+47", false).problem());
        assertEquals(Optional.of("entries.not-read"), WantedEntry.in(found(9), "+47", false).problem());
    }
}
