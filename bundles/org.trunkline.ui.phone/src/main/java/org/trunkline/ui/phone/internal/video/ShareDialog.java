package org.trunkline.ui.phone.internal.video;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.VideoChoice;
import org.trunkline.phone.VideoSource;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;
import org.trunkline.ui.phone.internal.words.VideoText;

/** What to show the other side: a camera with its preview, a screen, a window, each with a small picture. UI thread only. */
final class ShareDialog extends Dialog {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 300;
    private static final int PICTURE_WIDTH = 160;
    private static final int PICTURE_HEIGHT = 120;
    private static final int PREVIEW_HEIGHT = 180;

    private final Texts texts = PhoneWords.texts();
    private final VideoText words = VideoText.create();
    private final SaidText said = SaidText.create();
    private final DeskPhone phone;
    private final Consumer<VideoSource> chosen;
    private List<VideoChoice> choices = List.of();
    private Optional<Widgets> widgets = Optional.empty();
    private Optional<Canvas> preview = Optional.empty();

    private record Widgets(Composite page, Table table, Label state) {}

    private ShareDialog(Shell shell, DeskPhone phone, Consumer<VideoSource> chosen) {
        super(shell);
        this.phone = phone;
        this.chosen = chosen;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.BORDER | SWT.RESIZE | SWT.MODELESS | getDefaultOrientation());
        setBlockOnOpen(false);
    }

    /** @param chosen given what was chosen */
    static void open(Shell shell, DeskPhone phone, Consumer<VideoSource> chosen) {
        new ShareDialog(shell, phone, chosen).open();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("share.title"));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var page = new Composite((Composite) super.createDialogArea(parent), SWT.NONE);
        GridLayoutFactory.swtDefaults().spacing(10, 8).applyTo(page);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(page);
        var table = new Table(page, SWT.BORDER | SWT.SINGLE | SWT.FULL_SELECTION);
        table.setData("field", "share.sources");
        AccessibleName.of(table, texts.get("share.sources"));
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, HEIGHT).applyTo(table);
        table.addListener(SWT.Selection, e -> selected());
        table.addListener(SWT.DefaultSelection, e -> okPressed());
        var state = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).applyTo(state);
        var again = NativeLook.of(new Button(page, SWT.PUSH));
        again.setText(texts.get("share.again"));
        again.addListener(SWT.Selection, e -> look());
        widgets = Optional.of(new Widgets(page, table, state));
        table.addListener(SWT.Dispose, e -> forget(table));
        return page;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, texts.get("share.show"), true);
        createButton(parent, IDialogConstants.CANCEL_ID, texts.get("share.cancel"), false);
        look();
    }

    private void look() {
        widgets.ifPresent(all -> {
            say(all, texts.get("share.looking"));
            enable(false);
            phone.command(service -> service.video().sources().whenComplete((found, failure) -> UiThread.post(all.table(), () -> {
                if (failure instanceof PhoneException why)
                    say(all, said.of(why.text()));
                else if (failure != null)
                    say(all, String.valueOf(failure.getMessage()));
                else
                    show(all, found);
            })));
        });
    }

    private void show(Widgets all, List<VideoChoice> found) {
        closePreview();
        forget(all.table());
        all.table().removeAll();
        choices = found;
        for (var each : found) {
            var item = new TableItem(all.table(), SWT.NONE);
            item.setText(words.source(each.source()));
            item.setImage(picture(each));
        }
        boolean camera = found.stream().anyMatch(it -> it.source().kind() == VideoSource.Kind.CAMERA);
        say(all, found.isEmpty() ? texts.get("share.nothing") : camera ? "" : texts.get("share.no-camera"));
        if (!found.isEmpty()) {
            all.table().select(0);
            all.table().setFocus();
            selected();
        }
    }

    /** On a ground of one size, since a table scales all pictures to the first. */
    private Image picture(VideoChoice choice) {
        var ground = new Image(getShell().getDisplay(), PICTURE_WIDTH, PICTURE_HEIGHT);
        var gc = new GC(ground);
        gc.setBackground(getShell().getDisplay().getSystemColor(SWT.COLOR_BLACK));
        gc.fillRectangle(0, 0, PICTURE_WIDTH, PICTURE_HEIGHT);
        try {
            if (choice.picture().length > 0) {
                var image = new Image(getShell().getDisplay(), new ByteArrayInputStream(choice.picture()));
                var size = image.getBounds();
                gc.drawImage(image, (PICTURE_WIDTH - size.width) / 2, (PICTURE_HEIGHT - size.height) / 2);
                image.dispose();
            }
        } catch (SWTException e) {
            // not a picture: the ground alone
        } finally {
            gc.dispose();
        }
        return ground;
    }

    private static void forget(Table table) {
        for (var item : table.getItems())
            Optional.ofNullable(item.getImage()).ifPresent(Image::dispose);
    }

    private Optional<VideoSource> selection() {
        return widgets.map(all -> all.table().getSelectionIndex()).filter(it -> it >= 0 && it < choices.size()).map(it -> choices.get(it).source());
    }

    /** A camera has no picture before it is on. */
    private void selected() {
        closePreview();
        enable(selection().isPresent());
        selection().filter(it -> it.kind() == VideoSource.Kind.CAMERA).ifPresent(camera -> widgets.ifPresent(all -> {
            var canvas = new Canvas(all.page(), SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND | SWT.NO_FOCUS);
            AccessibleName.of(canvas, texts.get("share.preview"));
            GridDataFactory.fillDefaults().grab(true, false).hint(WIDTH, PREVIEW_HEIGHT).applyTo(canvas);
            preview = Optional.of(canvas);
            var holder = new PictureFeed[1];
            holder[0] = new PictureFeed(canvas, phone, (service, arrived) -> service.video().preview(camera, arrived),
                    () -> Optional.ofNullable(holder[0]).flatMap(PictureFeed::view).flatMap(it -> it.trouble()).ifPresent(why -> say(all, said.of(why))));
            var feed = holder[0];
            canvas.addListener(SWT.Paint, e -> {
                e.gc.setBackground(canvas.getDisplay().getSystemColor(SWT.COLOR_BLACK));
                e.gc.fillRectangle(canvas.getClientArea());
                feed.place(canvas.getClientArea()).ifPresent(at -> feed.paint(e.gc, at));
            });
            canvas.addListener(SWT.Resize, e -> feed.resize(canvas.getClientArea().width, canvas.getClientArea().height));
            arrange(all);
        }));
    }

    private void closePreview() {
        preview.ifPresent(Canvas::dispose);
        preview.ifPresent(it -> widgets.ifPresent(this::arrange));
        preview = Optional.empty();
    }

    private void arrange(Widgets all) {
        var wanted = getShell().computeSize(SWT.DEFAULT, SWT.DEFAULT);
        getShell().setSize(Math.max(getShell().getSize().x, wanted.x), wanted.y);
        all.page().layout(true, true);
    }

    private void say(Widgets all, String text) {
        all.state().setText(text.replace("&", "&&"));
        all.state().requestLayout();
    }

    private void enable(boolean on) {
        Optional.ofNullable(getButton(IDialogConstants.OK_ID)).ifPresent(ok -> ok.setEnabled(on));
    }

    @Override
    protected void okPressed() {
        var source = selection();
        closePreview(); // a camera serves one at a time
        super.okPressed();
        source.ifPresent(chosen);
    }
}
