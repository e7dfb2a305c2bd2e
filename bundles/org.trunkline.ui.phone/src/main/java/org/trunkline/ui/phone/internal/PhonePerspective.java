package org.trunkline.ui.phone.internal;

import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** The phone at the left; its recent calls, colleagues and messages, and below them the sound, at the right. */
public final class PhonePerspective implements IPerspectiveFactory {
    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(false);
        layout.addStandaloneView(PhoneView.ID, true, IPageLayout.TOP, 1f, layout.getEditorArea());
        var lists = layout.createFolder("org.trunkline.ui.phone.lists", IPageLayout.RIGHT, 0.4f, PhoneView.ID);
        lists.addView(RecentCallsView.ID);
        lists.addView(ColleaguesView.ID);
        lists.addView(MessagesView.ID);
        layout.addStandaloneView(SoundView.ID, true, IPageLayout.BOTTOM, 0.6f, "org.trunkline.ui.phone.lists");
        for (String view : new String[] {PhoneView.ID, RecentCallsView.ID, ColleaguesView.ID, MessagesView.ID, SoundView.ID})
            layout.getViewLayout(view).setCloseable(false);
    }
}
