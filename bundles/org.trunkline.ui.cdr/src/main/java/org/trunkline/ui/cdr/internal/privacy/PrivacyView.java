package org.trunkline.ui.cdr.internal.privacy;

import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.Page;
import org.trunkline.api.node.Node;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.view.DeskView;

/** Privacy: how long things are kept, what a person may ask for, and what is held all the same. */
public final class PrivacyView extends DeskView {
    public static final String ID = "org.trunkline.ui.cdr.privacy";
    private static final int POLL_MS = 5000;
    private static final int MOST = 1000;

    private final Texts texts = Texts.of(PrivacyView.class);
    private Optional<Widgets> widgets = Optional.empty();
    private Optional<Node> shown = Optional.empty();
    private boolean reading;

    private record Widgets(StatePane state, RetentionPane retention, Runnable room, PersonPane person, HoldsPane holds) {}

    /** What the node says. */
    private record Read(Node node, RetentionStatus retention, Page<LegalHold> holds) {}

    @Override
    protected void create(Composite parent) {
        var formats = Formats.ofPreferences();
        var around = new Hands();
        var state = new StatePane(parent);
        var sash = new SashForm(state.content(), SWT.HORIZONTAL | SWT.SMOOTH);
        var left = new Column(sash);
        var retention = new RetentionPane(left.inside, texts, formats, around);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(retention.control());
        var middle = new Column(sash);
        var person = new PersonPane(middle.inside, texts, formats, around);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(person.control());
        var holds = new HoldsPane(sash, texts, formats, around);
        widgets = Optional.of(new Widgets(state, retention, left::room, person, holds));
        sash.setWeights(33, 28, 39);
        adopt(holds.table(), this::read);
        state.showLoading(texts.get("reading"));
        until(active().watchNode(node -> UiThread.post(parent, () -> changed(node))));
        UiThread.every(parent, POLL_MS, () -> {
            if (parent.isVisible())
                read();
        });
    }

    /** Scrolled where the view is lower than what stands in it. */
    private static final class Column {
        private final ScrolledComposite scrolled;
        private final Composite inside;

        Column(Composite parent) {
            scrolled = new ScrolledComposite(parent, SWT.V_SCROLL);
            inside = new Composite(scrolled, SWT.NONE);
            GridLayoutFactory.fillDefaults().margins(8, 8).applyTo(inside);
            scrolled.setContent(inside);
            scrolled.setExpandHorizontal(true);
            scrolled.setExpandVertical(true);
            scrolled.addListener(SWT.Resize, e -> room());
        }

        /** To be asked for when sentences in it may wrap in another way. */
        void room() {
            scrolled.setMinHeight(inside.computeSize(scrolled.getClientArea().width, SWT.DEFAULT, true).y);
            inside.layout(true, true);
        }
    }

    /** What was found of a person, or typed, is of one node: nothing of it may be done to another. */
    private void changed(Optional<Node> node) {
        if (node.isPresent() && shown.isPresent() && !node.equals(shown))
            widgets.ifPresent(w -> {
                w.person().anotherNode();
                w.retention().anotherNode();
                w.holds().anotherNode();
            });
        if (node.isPresent())
            shown = node;
        read();
    }

    private void read() {
        widgets.ifPresent(w -> {
            if (reading || !whileUp(w.state(), active().state()))
                return;
            reading = true;
            jobs().<Read>read(texts.get("reading"), (node, monitor) -> new Read(node,
                    node.privacy().retention(), node.privacy().holds().list(Optional.empty(), MOST)), found -> {
                reading = false;
                if (!active().node().equals(Optional.of(found.node()))) {
                    read();
                    return;
                }
                w.state().showContent();
                w.holds().show(found.holds().items(), found.holds().total());
                if (w.retention().show(found.retention()))
                    w.room().run(); // sentences wrap
            }, failure -> {
                reading = false;
                w.state().showError(failure, this::read);
            });
        });
    }

    /** A new legal hold on what a search finds. */
    public void beginHold(String query) {
        onceFilled(() -> widgets.ifPresent(w -> w.holds().begin(query)));
    }

    /** Asks for a file, then writes what was found of a person to it. */
    public void export() {
        onceFilled(() -> widgets.ifPresent(w -> w.person().export()));
    }

    /** The same without asking. */
    public void export(Path file) {
        onceFilled(() -> widgets.ifPresent(w -> w.person().export(file)));
    }

    private final class Hands implements Around {
        @Override
        public NodeJobs jobs() {
            return PrivacyView.this.jobs();
        }

        @Override
        public void say(String message) {
            PrivacyView.this.say(message);
        }

        @Override
        public void sayError(String message) {
            PrivacyView.this.sayError(message);
        }

        @Override
        public boolean confirmed(String title, String question) {
            var verb = texts.get(title).replace("…", "");
            return new MessageDialog(getSite().getShell(), verb, null, question, MessageDialog.WARNING, 1, verb,
                    texts.get("person.cancel")).open() == 0;
        }

        @Override
        public void read() {
            PrivacyView.this.read();
        }

        @Override
        public void showCalls(String query) {
            PrivacyView.this.showCalls(query);
        }
    }

    @Override
    public void setFocus() {
        widgets.ifPresent(w -> w.person().setFocus());
    }
}
