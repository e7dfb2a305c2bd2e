package org.trunkline.ui.phone.internal;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** The phone at the left; its recent calls, and below them the sound, at the right. */
public final class PhonePerspective implements IPerspectiveFactory {
    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(false);
        layout.addStandaloneView(PhoneView.ID, true, IPageLayout.TOP, 1f, layout.getEditorArea());
        layout.addStandaloneView(RecentCallsView.ID, true, IPageLayout.RIGHT, 0.45f, PhoneView.ID);
        layout.addStandaloneView(SoundView.ID, true, IPageLayout.BOTTOM, 0.6f, RecentCallsView.ID);
        for (String view : new String[] {PhoneView.ID, RecentCallsView.ID, SoundView.ID})
            layout.getViewLayout(view).setCloseable(false);
    }
}
