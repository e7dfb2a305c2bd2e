package org.trunkline.ui.cdr.internal;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** Call Records: the search above, the selected call below. */
public final class RecordsPerspective implements IPerspectiveFactory {
    public static final String ID = "org.trunkline.ui.perspective.records";

    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(false);
        layout.addStandaloneView(CallSearchPart.ID, false, IPageLayout.TOP, 0.55f, IPageLayout.ID_EDITOR_AREA);
        layout.addView(CallDetailsPart.ID, IPageLayout.BOTTOM, 0.55f, CallSearchPart.ID);
        layout.getViewLayout(CallSearchPart.ID).setCloseable(false);
        layout.getViewLayout(CallDetailsPart.ID).setCloseable(false);
    }
}
