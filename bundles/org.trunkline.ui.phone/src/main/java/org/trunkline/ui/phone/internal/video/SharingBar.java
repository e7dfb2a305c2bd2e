package org.trunkline.ui.phone.internal.video;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.ui.look.NativeLook;

/** A bar above all windows while something of this computer is shared: what, and the way to end it. UI thread only. */
final class SharingBar {
    private static final int MARGIN = 6;

    private final Shell shell;

    /** @param near window on whose screen it is; it stays while that one is minimised @param above how many bars are above it */
    SharingBar(Shell near, String words, String stop, Runnable stopped, int above) {
        shell = new Shell(near.getDisplay(), SWT.ON_TOP | SWT.TOOL | SWT.BORDER);
        shell.setText(words);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(MARGIN, MARGIN).applyTo(shell);
        var label = new Label(shell, SWT.NONE);
        label.setText(words.replace("&", "&&"));
        GridDataFactory.fillDefaults().grab(true, true).align(SWT.FILL, SWT.CENTER).applyTo(label);
        var button = NativeLook.of(new Button(shell, SWT.PUSH));
        button.setText(stop);
        button.addListener(SWT.Selection, e -> stopped.run());
        shell.pack();
        var area = near.getMonitor().getClientArea();
        shell.setLocation(area.x + (area.width - shell.getSize().x) / 2, area.y + above * shell.getSize().y);
        shell.setVisible(true); // opened, it would take the keyboard away from what is shared
    }

    void close() {
        if (!shell.isDisposed())
            shell.dispose();
    }
}
