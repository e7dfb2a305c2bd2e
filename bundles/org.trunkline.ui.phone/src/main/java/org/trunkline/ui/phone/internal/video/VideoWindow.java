package org.trunkline.ui.phone.internal.video;

import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.VideoState;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.desk.DeskPhone.Known;

/**
 * The video of a call in a window of its own, also as large as the screen. It stays until the video ends or its user closes it, whatever view is
 * open. UI thread only.
 */
final class VideoWindow {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 450;

    private static final String WINDOW = "video.window";

    private final String line;
    private final Shell shell;
    private final VideoScreen screen;
    private final boolean fullOnly;

    /** @param near what asks for it @param full as large as the screen, and gone after it */
    VideoWindow(Control near, DeskPhone phone, String line, String title, boolean full) {
        this.line = line;
        fullOnly = full;
        var parent = desk(near.getShell());
        shell = new Shell(parent, SWT.SHELL_TRIM);
        shell.setData(WINDOW, this);
        shell.setText(title);
        shell.setLayout(new FillLayout());
        screen = new VideoScreen(shell, phone, line, () -> title, this::toggle, this::leave);
        var area = parent.getMonitor().getClientArea();
        int width = Math.min(WIDTH, area.width);
        int height = Math.min(HEIGHT, area.height);
        shell.setBounds(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height);
        shell.addListener(SWT.Dispose, e -> shell.setData(WINDOW, null));
        var following = phone.follow(known -> UiThread.post(shell, () -> show(known)));
        shell.addListener(SWT.Dispose, e -> following.close());
        shell.open();
        shell.setFullScreen(full);
        screen.control().setFocus();
    }

    /** That of a line; empty where it has none. */
    static Optional<VideoWindow> of(Display display, String line) {
        return Stream.of(display.getShells()).map(it -> it.getData(WINDOW)).filter(VideoWindow.class::isInstance).map(VideoWindow.class::cast)
                .filter(it -> it.line.equals(line)).findFirst();
    }

    /** A view of its own window takes its children along when it is closed. */
    private static Shell desk(Shell shell) {
        return shell.getParent() instanceof Shell above ? desk(above) : shell;
    }

    /** The video of a line that runs; empty where it has ended. */
    static Optional<VideoState> running(Known known, String line) {
        return known.inUse().stream().flatMap(state -> state.lines().stream()).filter(it -> it.id().equals(line) && it.state() == State.TALKING)
                .map(LineState::video).filter(VideoState::running).findFirst();
    }

    private void show(Known known) {
        running(known, line).ifPresentOrElse(screen::show, shell::dispose);
    }

    /** @param closed run when the window is */
    void whenClosed(Runnable closed) {
        shell.addListener(SWT.Dispose, e -> closed.run());
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

    void fullScreen() {
        shell.setFullScreen(true);
        front();
    }

    /** Before other windows. */
    void front() {
        shell.setMinimized(false);
        shell.setActive();
    }
}
