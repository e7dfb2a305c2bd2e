package org.trunkline.ui.uitest.guest;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** An area of another bundle. */
public final class GuestPerspective implements IPerspectiveFactory {
    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(false);
        layout.addStandaloneView("org.trunkline.ui.calls.alarms", true, IPageLayout.LEFT, 1f, layout.getEditorArea());
    }
}
