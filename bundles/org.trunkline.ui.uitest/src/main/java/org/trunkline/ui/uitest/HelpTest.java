package org.trunkline.ui.uitest;

import java.util.Map;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guides inside the desk. */
class HelpTest {
    private static final String GUIDES = "org.trunkline.ui.help.guides";

    @AfterEach
    void close() {
        hide();
        Desk.perspective("operations");
        hide();
    }

    private static void hide() {
        Desk.ui(() -> {
            var page = Desk.window().getActivePage();
            var view = page.findView(GUIDES);
            if (view != null)
                page.hideView(view);
        });
    }

    private static void awaitPage(String beginning) {
        Desk.find(StyledText.class, "with " + beginning, text -> text.getText().startsWith(beginning));
    }

    @Test
    void theGuideOpensAtWhatTheViewIsForAndIsSearched() {
        Desk.perspective("plugins");
        Desk.command(GUIDES, Map.of());
        awaitPage("Plug-ins\n");
        Desk.type(Desk.find(Text.class, "of the search", text -> text.getMessage().equals("Search the guides")), "postgresql moving");
        var list = Desk.find(Tree.class, "of sections", tree -> tree.getItemCount() > 0 && tree.getItem(0).getItemCount() > 0);
        Desk.ui(() -> {
            var item = list.getItem(0).getItem(0);
            list.setSelection(item);
            var event = new Event();
            event.item = item;
            list.notifyListeners(SWT.Selection, event);
        });
        awaitPage("Moving to PostgreSQL\n");
        Desk.picture("guides");
    }

    @Test
    void aStepOpensItsPlaceAndTheGuideStaysBesideIt() {
        Desk.perspective("operations");
        Desk.command(GUIDES, Map.of("org.trunkline.ui.help.guide", "first-tasks", "org.trunkline.ui.help.section", "1-place-a-first-call"));
        var page = Desk.find(StyledText.class, "of the first task", text -> text.getText().startsWith("1. Place a first call\n"));
        Desk.ui(() -> {
            page.setCaretOffset(page.getText().indexOf("Trunks & Numbers"));
            var enter = new Event();
            enter.character = SWT.CR;
            page.notifyListeners(SWT.KeyDown, enter);
        });
        Desk.await("the area that the step names",
                () -> Desk.window().getActivePage().getPerspective().getId().equals("org.trunkline.ui.perspective.trunks"));
        Desk.await("the guide beside it", page::isVisible);
        Desk.picture("guides-step");
    }

    @Test
    void aGuideIsOpenedByItsName() {
        Desk.command(GUIDES, Map.of("org.trunkline.ui.help.guide", "licences"));
        awaitPage("Licences\n");
    }
}
