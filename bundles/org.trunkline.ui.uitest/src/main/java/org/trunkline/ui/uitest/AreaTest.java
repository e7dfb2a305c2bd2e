package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An area opens pane by pane, and is whole then. */
class AreaTest {
    private static final String AREA = "org.trunkline.ui.perspective.trunks";
    private static final List<String> VIEWS = List.of("org.trunkline.ui.trunks.kinds", "org.trunkline.ui.trunks.entries",
            "org.trunkline.ui.trunks.editor");

    @AfterEach
    void end() {
        Desk.perspective("operations");
    }

    private static IWorkbenchPage page() {
        return Desk.window().getActivePage();
    }

    private static Stream<String> shown() {
        return VIEWS.stream().filter(id -> Optional.ofNullable(page().findViewReference(id))
                .map(reference -> reference.getPart(false)).filter(part -> page().isPartVisible(part)).isPresent());
    }

    private static void closeArea() {
        page().closePerspective(PlatformUI.getWorkbench().getPerspectiveRegistry().findPerspectiveWithId(AREA), false,
                false);
    }

    @Test
    void itsPanesComeOneByOne() {
        Desk.perspective("operations");
        List<String> atOnce = Desk.ui(() -> {
            closeArea();
            Desk.perspective("trunks");
            return shown().toList();
        });
        assertEquals(1, atOnce.size(), atOnce.toString());
        Desk.await("all panes", () -> shown().count() == VIEWS.size());
        assertTrue(Desk.ui(() -> VIEWS.contains(page().getActivePartReference().getId())), "the focus is in the area");
        Desk.picture("area-opened");
    }

    @Test
    void whatIsLeftBeforeItIsWholeIsWholeWhenItIsSeenAgain() {
        Desk.perspective("operations");
        Desk.ui(() -> {
            closeArea();
            Desk.perspective("trunks");
            Desk.perspective("operations");
        });
        Desk.perspective("trunks");
        Desk.await("all panes", () -> shown().count() == VIEWS.size());
    }
}
