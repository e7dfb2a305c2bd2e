package org.trunkline.ui.calls.internal;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** Health, alarms, blocked sources and waiting messages at the left; the calls, and below them the selected one and its details, at the right. */
public final class OperationsPerspective implements IPerspectiveFactory {
    static final String ID = "org.trunkline.ui.perspective.operations";

    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(false);
        layout.addStandaloneView(LiveCallsView.ID, true, IPageLayout.TOP, 1f, layout.getEditorArea());
        layout.addStandaloneView(HealthView.ID, true, IPageLayout.LEFT, 0.38f, LiveCallsView.ID);
        var trouble = layout.createFolder("trouble", IPageLayout.BOTTOM, 0.62f, HealthView.ID);
        trouble.addView(AlarmsView.ID);
        trouble.addView(BlockedView.ID);
        trouble.addView(WaitingMessagesView.ID);
        layout.createFolder("call", IPageLayout.BOTTOM, 0.62f, LiveCallsView.ID).addView(SelectedCallView.ID);
        for (String view : new String[] {LiveCallsView.ID, HealthView.ID, AlarmsView.ID, BlockedView.ID, WaitingMessagesView.ID,
                SelectedCallView.ID})
            layout.getViewLayout(view).setCloseable(false);
    }
}
