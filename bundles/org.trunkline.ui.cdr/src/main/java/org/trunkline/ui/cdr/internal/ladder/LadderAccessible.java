package org.trunkline.ui.cdr.internal.ladder;

import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;

/** Makes the drawn ladder a list of sentences to a screen reader. */
final class LadderAccessible {
    private LadderAccessible() {}

    static void install(LadderCanvas canvas) {
        canvas.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                int step = e.childID == ACC.CHILDID_SELF ? canvas.selected() : e.childID;
                e.result = step >= 0 && step < canvas.model().steps().size() ? canvas.describe(step) : "";
            }
        });
        canvas.getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getChildCount(AccessibleControlEvent e) {
                e.detail = canvas.model().steps().size();
            }

            @Override
            public void getRole(AccessibleControlEvent e) {
                e.detail = e.childID == ACC.CHILDID_SELF ? ACC.ROLE_LIST : ACC.ROLE_LISTITEM;
            }

            @Override
            public void getSelection(AccessibleControlEvent e) {
                e.childID = canvas.selected() < 0 ? ACC.CHILDID_NONE : canvas.selected();
            }

            @Override
            public void getFocus(AccessibleControlEvent e) {
                e.childID = canvas.isFocusControl() ? Math.max(canvas.selected(), ACC.CHILDID_SELF)
                        : ACC.CHILDID_NONE;
            }

            @Override
            public void getLocation(AccessibleControlEvent e) {
                Rectangle at = e.childID >= 0 && e.childID < canvas.model().steps().size()
                        ? canvas.bounds(e.childID) : canvas.getBounds();
                Point corner = canvas.toDisplay(e.childID >= 0 ? at.x : 0, e.childID >= 0 ? at.y : 0);
                e.x = corner.x;
                e.y = corner.y;
                e.width = at.width;
                e.height = at.height;
            }

            @Override
            public void getChildAtPoint(AccessibleControlEvent e) {
                int step = canvas.stepAt(canvas.toControl(e.x, e.y).y);
                e.childID = step < 0 ? ACC.CHILDID_SELF : step;
            }
        });
    }
}
