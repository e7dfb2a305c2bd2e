package org.trunkline.ui.phone.internal.ring;

import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.Palette;

/** A window in a corner of the screen that leaves the keyboard where it is, and is an alert for screen readers. UI thread only. */
final class CornerPopup {
    static final int MARGIN = 14;
    static final int LEAST_WIDTH = 340;
    private static final int EDGE = 24;

    private final Shell window;
    private final Shell shell;
    private final Composite page;
    private String spoken;

    /** @param window of the desk @param title of the pop-up @param spoken what a screen reader says */
    CornerPopup(Shell window, String title, String spoken) {
        this.window = window;
        this.spoken = spoken;
        shell = new Shell(window, SWT.ON_TOP | SWT.TOOL | SWT.NO_FOCUS | SWT.NO_TRIM);
        shell.setText(title);
        shell.setData("org.eclipse.e4.ui.css.disabled", Boolean.TRUE); // its ground is the edge
        Palette.follow(shell, palette -> shell.setBackground(palette.off()));
        var edge = new FillLayout();
        edge.marginWidth = 1;
        edge.marginHeight = 1;
        shell.setLayout(edge);
        shell.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = CornerPopup.this.spoken;
            }
        });
        shell.getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getRole(AccessibleControlEvent e) {
                if (e.childID == ACC.CHILDID_SELF)
                    e.detail = ACC.ROLE_ALERT;
            }
        });
        page = new Composite(shell, SWT.NONE);
        GridLayoutFactory.fillDefaults().margins(MARGIN, MARGIN).spacing(6, 6).applyTo(page);
    }

    Shell shell() {
        return shell;
    }

    /** It shows something else from now on, and a screen reader says so. */
    void rename(String title, String spokenNow) {
        shell.setText(title);
        spoken = spokenNow;
        AccessibleName.changed(shell, spokenNow);
    }

    /** To be filled. */
    Composite page() {
        return page;
    }

    /** At the lower right, above others. @param place how many are below it */
    void showBelow(int place) {
        fit();
        Rectangle screen = window.getMonitor().getClientArea();
        show(Math.max(screen.y, screen.y + screen.height - (place + 1) * (shell.getSize().y + EDGE)));
    }

    /** At the upper right. */
    void showAbove() {
        fit();
        show(window.getMonitor().getClientArea().y + EDGE);
    }

    private void show(int y) {
        Rectangle screen = window.getMonitor().getClientArea();
        shell.setLocation(screen.x + screen.width - shell.getSize().x - EDGE, y);
        shell.setVisible(true); // not opened: that would take the keyboard
    }

    void fit() {
        Point natural = shell.computeSize(LEAST_WIDTH, SWT.DEFAULT);
        shell.setSize(Math.max(LEAST_WIDTH, natural.x), natural.y);
    }

    void close() {
        if (!shell.isDisposed())
            shell.dispose();
    }
}
