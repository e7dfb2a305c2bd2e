package org.trunkline.ui.phone.internal.video;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.layout.RowLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.RowData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneVideo;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.VideoState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.InLayout;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.VideoText;

/** The video of a call in its pane: words, what can be done, and the picture unless it is in a window of its own. UI thread only. */
public final class VideoPane {
    private static final int MARGIN = 4;
    private static final int HEIGHT = 225;

    private final Texts texts = PhoneWords.texts();
    private final VideoText words = VideoText.create();
    private final DeskPhone phone;
    private final String line;
    private final Supplier<String> party;
    private final Runnable arrange;
    private final Composite pane;
    private final Label sharing;
    private final Label said;
    private final Button send;
    private final Button stop;
    private final Button mute;
    private final Button take;
    private final Button refuse;
    private final Button window;
    private final Button full;
    private Optional<VideoScreen> docked = Optional.empty();
    private Optional<VideoWindow> floating = Optional.empty();
    private VideoState state = VideoState.NONE;

    /** @param party the other side in words @param arrange lays out what is around it */
    public VideoPane(Composite parent, DeskPhone phone, String line, Supplier<String> party, Runnable arrange) {
        this.phone = phone;
        this.line = line;
        this.party = party;
        this.arrange = arrange;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(MARGIN, MARGIN).applyTo(pane);
        sharing = words(pane);
        Palette.follow(sharing, palette -> {
            sharing.setBackground(palette.warn());
            sharing.setForeground(Palette.LIGHT.foreground());
        });
        NativeLook.of(sharing);
        said = words(pane);
        var buttons = new Composite(pane, SWT.NONE);
        buttons.setLayout(RowLayoutFactory.swtDefaults().wrap(true).pack(true).spacing(MARGIN).create());
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).applyTo(buttons);
        take = button(buttons, "video.take", () -> command((video, id) -> video.take(id, true)));
        refuse = button(buttons, "video.refuse", () -> command((video, id) -> video.take(id, false)));
        send = button(buttons, "video.send", this::choose);
        mute = button(buttons, "video.mute", () -> command((video, id) -> video.mute(id, !state.muted())));
        stop = button(buttons, "video.stop", this::stop);
        window = button(buttons, "video.window", () -> open(false));
        full = button(buttons, "video.full", this::fullScreen);
    }

    private static Label words(Composite parent) {
        var label = new Label(parent, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).exclude(true).applyTo(label);
        label.setVisible(false);
        return label;
    }

    private Button button(Composite parent, String key, Runnable action) {
        var button = NativeLook.of(new Button(parent, SWT.PUSH));
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        button.setData("field", key);
        button.setLayoutData(new RowData());
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    public Control control() {
        return pane;
    }

    private void command(BiConsumer<PhoneVideo, String> command) {
        phone.command(service -> command.accept(service.video(), line));
    }

    private void choose() {
        ShareDialog.open(pane.getShell(), phone, (VideoSource source) -> command((video, id) -> video.send(id, source)));
    }

    private void stop() {
        command(PhoneVideo::stop);
    }

    /** @return whether it needs another size */
    public boolean show(LineState now) {
        boolean talking = now.state() == State.TALKING;
        state = talking ? now.video() : VideoState.NONE;
        boolean sends = state.sent().isPresent();
        boolean moved = InLayout.show(take, talking && state.asked()) | InLayout.show(refuse, talking && (state.asked() || state.received()));
        moved |= InLayout.text(refuse, texts.get(state.received() ? "video.hide" : "video.refuse"));
        moved |= InLayout.text(send, texts.get(sends ? "video.change" : "video.send")) | InLayout.show(send, talking);
        moved |= InLayout.show(mute, sends) | InLayout.text(mute, texts.get(state.muted() ? "video.unmute" : "video.mute"));
        boolean shared = state.sent().filter(it -> it.kind().shared()).isPresent();
        moved |= InLayout.show(stop, sends) | InLayout.text(stop, texts.get(shared ? "video.stop-sharing" : "video.stop"));
        moved |= InLayout.show(window, state.running()) | InLayout.show(full, state.running());
        moved |= InLayout.note(sharing, shared ? words.sharing(state) : "") | InLayout.note(said, words.of(state));
        moved |= showPicture();
        moved |= InLayout.show(pane, talking);
        return moved;
    }

    /** The window may be older than this view, or of another one. */
    private void findWindow() {
        var now = VideoWindow.of(pane.getDisplay(), line);
        if (!now.equals(floating))
            now.ifPresent(it -> it.whenClosed(this::dock));
        floating = now;
    }

    private boolean showPicture() {
        findWindow();
        boolean wanted = state.running() && floating.isEmpty();
        boolean moved = wanted != docked.isPresent();
        if (moved && wanted) {
            var made = new VideoScreen(pane, phone, line, this::title, () -> open(true), () -> { });
            GridDataFactory.fillDefaults().grab(true, false).hint(200, HEIGHT).applyTo(made.control());
            docked = Optional.of(made);
        } else if (moved) {
            docked.ifPresent(it -> it.control().dispose());
            docked = Optional.empty();
        }
        docked.ifPresent(it -> it.show(state));
        return moved;
    }

    private String title() {
        return texts.get("video.title", party.get());
    }

    private void open(boolean fullScreen) {
        findWindow();
        floating.ifPresent(VideoWindow::front);
        if (floating.isPresent() || !state.running())
            return;
        new VideoWindow(pane, phone, line, title(), fullScreen);
        showPicture();
        arrange.run();
    }

    private void fullScreen() {
        findWindow();
        floating.ifPresentOrElse(VideoWindow::fullScreen, () -> open(true));
    }

    /** Its window is being closed. */
    private void dock() {
        if (pane.isDisposed())
            return;
        showPicture();
        arrange.run();
    }
}
