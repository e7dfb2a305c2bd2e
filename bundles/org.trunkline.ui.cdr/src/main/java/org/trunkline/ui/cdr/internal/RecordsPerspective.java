package org.trunkline.ui.cdr.internal;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;
import org.trunkline.ui.cdr.internal.privacy.PrivacyView;
import org.trunkline.ui.cdr.internal.saved.SavedSearchesView;

/** Call Records: the search above, the selected call below. */
public final class RecordsPerspective implements IPerspectiveFactory {
    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(false);
        layout.addStandaloneView(CallSearchPart.ID, false, IPageLayout.TOP, 0.55f, IPageLayout.ID_EDITOR_AREA);
        var below = layout.createFolder("org.trunkline.ui.cdr.below", IPageLayout.BOTTOM, 0.55f, CallSearchPart.ID);
        below.addView(CallDetailsPart.ID);
        below.addView(SavedSearchesView.ID);
        below.addView(PrivacyView.ID);
        below.addPlaceholder(CaseFilePart.ID);
        layout.getViewLayout(CallSearchPart.ID).setCloseable(false);
        layout.getViewLayout(CallDetailsPart.ID).setCloseable(false);
    }
}
