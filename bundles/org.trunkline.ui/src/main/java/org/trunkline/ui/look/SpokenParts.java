package org.trunkline.ui.look;

import java.util.stream.IntStream;

import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Control;

/** What a screen reader gets of a control that paints itself: a list with a sentence for each part. UI thread only. */
public final class SpokenParts {
    /** The parts as they are now; their number and order may change at any time. */
    public interface Parts {
        /** Of the whole, while no part is chosen. */
        String title();

        int count();

        /** @param part from 0, less than {@link #count} */
        String words(int part);

        /** The part that the keys have reached; -1 for none. */
        int chosen();

        /** In the control, in points. */
        Rectangle bounds(int part);
    }

    private final Control control;
    private final Parts parts;

    private SpokenParts(Control control, Parts parts) {
        this.control = control;
        this.parts = parts;
    }

    /** To be called once for a control. */
    public static void of(Control control, Parts parts) {
        var spoken = new SpokenParts(control, parts);
        control.getAccessible().addAccessibleListener(spoken.new Names());
        control.getAccessible().addAccessibleControlListener(spoken.new List());
    }

    private boolean isPart(int child) {
        return child >= 0 && child < parts.count();
    }

    private final class Names extends AccessibleAdapter {
        @Override
        public void getName(AccessibleEvent e) {
            int part = e.childID == ACC.CHILDID_SELF ? parts.chosen() : e.childID;
            e.result = isPart(part) ? parts.words(part) : parts.title();
        }
    }

    private final class List extends AccessibleControlAdapter {
        @Override
        public void getChildCount(AccessibleControlEvent e) {
            e.detail = parts.count();
        }

        @Override
        public void getChildren(AccessibleControlEvent e) {
            e.children = IntStream.range(0, parts.count()).boxed().toArray();
        }

        @Override
        public void getRole(AccessibleControlEvent e) {
            e.detail = e.childID == ACC.CHILDID_SELF ? ACC.ROLE_LIST : ACC.ROLE_LISTITEM;
        }

        @Override
        public void getState(AccessibleControlEvent e) {
            if (e.childID != ACC.CHILDID_SELF)
                e.detail = ACC.STATE_SELECTABLE | (e.childID == parts.chosen() ? ACC.STATE_SELECTED : ACC.STATE_NORMAL);
        }

        @Override
        public void getSelection(AccessibleControlEvent e) {
            e.childID = isPart(parts.chosen()) ? parts.chosen() : ACC.CHILDID_NONE;
        }

        @Override
        public void getFocus(AccessibleControlEvent e) {
            e.childID = !control.isFocusControl() ? ACC.CHILDID_NONE
                    : isPart(parts.chosen()) ? parts.chosen() : ACC.CHILDID_SELF;
        }

        @Override
        public void getLocation(AccessibleControlEvent e) {
            Point size = control.getSize();
            Rectangle at = isPart(e.childID) ? parts.bounds(e.childID) : new Rectangle(0, 0, size.x, size.y);
            Point corner = control.toDisplay(at.x, at.y);
            e.x = corner.x;
            e.y = corner.y;
            e.width = at.width;
            e.height = at.height;
        }

        @Override
        public void getChildAtPoint(AccessibleControlEvent e) {
            Point at = control.toControl(e.x, e.y);
            e.childID = IntStream.range(0, parts.count()).filter(part -> parts.bounds(part).contains(at)).findFirst()
                    .orElse(ACC.CHILDID_SELF);
        }
    }
}
