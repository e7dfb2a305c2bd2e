package org.trunkline.ui.trunks.internal.view;

import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/** Above entries of a plug-in that does not run: whose they are, and how they are got rid of. UI thread only. */
final class AwayNotice {
    private final Texts texts;
    private final AddedKind kind;
    private final NodeJobs jobs;
    private final Consumer<String> say;
    private final Text text;
    private final Button delete;
    private final Button sure;
    private final Button cancel;
    private long entries;

    /** @param say tells what was done */
    AwayNotice(Composite parent, Texts texts, AddedKind kind, NodeJobs jobs, Consumer<String> say) {
        this.texts = texts;
        this.kind = kind;
        this.jobs = jobs;
        this.say = say;
        var box = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(box);
        GridLayoutFactory.fillDefaults().numColumns(4).margins(8, 4).spacing(8, 4).applyTo(box);
        text = NativeLook.of(new Text(box, SWT.WRAP | SWT.READ_ONLY | SWT.MULTI)); // can be selected and copied
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).grab(true, false).hint(100, SWT.DEFAULT).applyTo(text);
        AccessibleName.of(text, texts.get("away.name"));
        Palette.follow(text, palette -> text.setBackground(palette.background()));
        delete = button(box, "away.delete", this::ask);
        sure = button(box, "editor.delete", this::deleteAll);
        cancel = button(box, "editor.cancel", this::tell);
        tell();
    }

    private Button button(Composite box, String key, Runnable action) {
        var button = NativeLook.of(new Button(box, SWT.PUSH));
        button.setText(texts.get(key));
        GridDataFactory.swtDefaults().applyTo(button);
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    /** @param now how many there are */
    void show(long now) {
        entries = now;
        tell();
    }

    private void tell() {
        show(texts.get(kind.state() == AddedKind.State.STOPPED ? "away.stopped" : "away.removed", entries, kind.plugin()), false);
    }

    private void ask() {
        show(texts.get("away.sure", entries, kind.plugin()), true);
        sure.setFocus();
    }

    private void show(String sentence, boolean asks) {
        text.setText(sentence);
        show(delete, !asks);
        show(sure, asks);
        show(cancel, asks);
        text.getParent().getParent().layout(true, true);
    }

    private static void show(Button button, boolean shown) {
        button.setVisible(shown);
        ((GridData) button.getLayoutData()).exclude = !shown;
    }

    private void deleteAll() {
        jobs.run(texts.get("away.deleting"), (node, monitor) -> node.entries().deleteAll(kind.about().plugin(), kind.about().kind()),
                deleted -> say.accept(texts.get("away.deleted", deleted)), failure -> show(failure.message(), false));
    }
}
