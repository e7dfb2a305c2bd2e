package org.trunkline.ui.phone.internal.video;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.phone.VideoState;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/** The video of a call in a window of its own, also as large as the screen. UI thread only. */
final class VideoWindow {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 450;

    private final Shell shell;
    private final VideoScreen screen;
    private final boolean fullOnly;

    /** @param full as large as the screen, and gone after it @param closed after the window is */
    VideoWindow(Shell parent, DeskPhone phone, String line, String title, boolean full, Runnable closed) {
        fullOnly = full;
        shell = new Shell(parent, SWT.SHELL_TRIM);
        shell.setText(title);
        shell.setLayout(new FillLayout());
        screen = new VideoScreen(shell, phone, line, () -> title, this::toggle, this::leave);
        var area = parent.getMonitor().getClientArea();
        int width = Math.min(WIDTH, area.width);
        int height = Math.min(HEIGHT, area.height);
        shell.setBounds(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height);
        shell.addListener(SWT.Dispose, e -> closed.run());
        shell.open();
        shell.setFullScreen(full);
        screen.control().setFocus();
    }

    private void toggle() {
        if (shell.getFullScreen())
            leave();
        else
            shell.setFullScreen(true);
    }

    private void leave() {
        if (fullOnly)
            shell.close();
        else if (shell.getFullScreen())
            shell.setFullScreen(false);
        else
            shell.close();
    }

    void show(VideoState state) {
        screen.show(state);
    }

    void fullScreen() {
        shell.setFullScreen(true);
        shell.setActive();
    }

    void close() {
        if (!shell.isDisposed())
            shell.dispose();
    }
}
