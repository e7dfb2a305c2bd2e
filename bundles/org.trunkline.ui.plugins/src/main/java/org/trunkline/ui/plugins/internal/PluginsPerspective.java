package org.trunkline.ui.plugins.internal;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** The plug-ins at the left, the selected one at the right. */
public final class PluginsPerspective implements IPerspectiveFactory {
    static final String ID = "org.trunkline.ui.perspective.plugins";

    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(false);
        layout.addStandaloneView(PluginsView.ID, true, IPageLayout.LEFT, 1f, layout.getEditorArea());
        layout.addStandaloneView(PluginView.ID, true, IPageLayout.RIGHT, 0.6f, PluginsView.ID);
        for (String view : new String[] {PluginsView.ID, PluginView.ID})
            layout.getViewLayout(view).setCloseable(false);
    }
}
