package org.trunkline.ui.quality.internal;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** Quality: the charts, with all the room there is. */
public final class QualityPerspective implements IPerspectiveFactory {
    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(false);
        layout.addStandaloneView(QualityPart.ID, false, IPageLayout.LEFT, 1f, IPageLayout.ID_EDITOR_AREA);
        layout.getViewLayout(QualityPart.ID).setCloseable(false);
    }
}
