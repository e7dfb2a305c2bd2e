package org.trunkline.ui.trunks.internal.view;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** The kinds at the left, the entries of the chosen kind at the right, the editor of the chosen entry below. */
public final class TrunksPerspective implements IPerspectiveFactory {
    static final String ID = "org.trunkline.ui.perspective.trunks";
    /** Opened when it is asked for. */
    private static final String CHANGES = "org.trunkline.ui.trunks.changes";
    /** The whole height beside entries and editor. */
    private static final String SETTINGS = "org.trunkline.ui.trunks.settings";

    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(false);
        layout.addStandaloneView(EntriesView.ID, true, IPageLayout.TOP, 1f, layout.getEditorArea());
        layout.addStandaloneView(KindsView.ID, true, IPageLayout.LEFT, 0.16f, EntriesView.ID);
        layout.addPlaceholder(SETTINGS, IPageLayout.RIGHT, 0.3f, EntriesView.ID);
        layout.addStandaloneView(EditorView.ID, true, IPageLayout.BOTTOM, 0.42f, EntriesView.ID);
        layout.addPlaceholder(CHANGES, IPageLayout.RIGHT, 0.45f, EditorView.ID);
        for (String view : new String[] {KindsView.ID, EntriesView.ID, EditorView.ID})
            layout.getViewLayout(view).setCloseable(false);
    }
}
