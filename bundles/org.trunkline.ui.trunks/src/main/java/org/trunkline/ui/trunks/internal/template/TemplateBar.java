package org.trunkline.ui.trunks.internal.template;

import java.util.Optional;
import java.util.OptionalInt;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.WorkbenchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.LatestAnswer;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;

/** The line above the form of a new trunk: offers templates, or says how to get some. UI thread only. */
public final class TemplateBar {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateBar.class);
    private static final int LEAST_WIDTH = 100;
    private static final String PLUGINS = "org.trunkline.ui.perspective.plugins";

    private final Texts texts = Texts.of(TemplateBar.class);
    private final ActiveNode active;
    private final NodeJobs jobs;
    private final LatestAnswer answers = new LatestAnswer();
    private final Form form;
    private final Composite box;
    private final Label message;
    private final Button button;
    private Optional<Fresh> fresh = Optional.empty();

    /** The form of a new trunk. */
    public interface Form {
        FormValues read();

        /** Puts values into it, as if typed there. */
        void fill(FormValues values);
    }

    /**
     * A new trunk.
     *
     * @param blank values of a form that nothing was typed into
     * @param filled values as a template left them; those of the blank form where none was used
     * @param provider whose template was used; empty where none was
     * @param offered number of templates, empty until it is known
     */
    private record Fresh(FormValues blank, FormValues filled, String provider, OptionalInt offered) {
        Fresh of(int templates) {
            return new Fresh(blank, filled, provider, OptionalInt.of(templates));
        }

        Fresh from(String name, FormValues values) {
            return new Fresh(blank, values, name, offered);
        }
    }

    public TemplateBar(Composite parent, ActiveNode active, Form form) {
        this.active = active;
        this.form = form;
        box = new Composite(parent, SWT.NONE);
        jobs = new NodeJobs(active, box);
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).applyTo(box);
        GridLayoutFactory.fillDefaults().numColumns(2).extendedMargins(12, 8, 0, 4).spacing(8, 4).applyTo(box);
        button = NativeLook.of(new Button(box, SWT.PUSH));
        button.setText(texts.get("bar.use"));
        button.setVisible(false); // keeps its place, so that the form below does not move
        button.addListener(SWT.Selection, e -> fresh.ifPresent(this::act));
        message = new Label(box, SWT.WRAP);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).grab(true, false).hint(LEAST_WIDTH, SWT.DEFAULT).applyTo(message);
        Palette.follow(message, palette -> message.setForeground(palette.muted()));
        box.setVisible(false);
    }

    /** @param blank values of a new trunk; empty where another entry is edited, above which there is no line */
    public void show(Optional<FormValues> blank) {
        answers.drop();
        fresh = blank.map(values -> new Fresh(values, values, "", OptionalInt.empty()));
        boolean shown = fresh.isPresent();
        if (box.getVisible() != shown) {
            box.setVisible(shown);
            ((GridData) box.getLayoutData()).exclude = !shown;
            box.getParent().layout(true, true);
        }
        tell();
        refresh();
    }

    /** Asks the node what there is now: a plug-in may have been installed or removed. */
    public void refresh() {
        if (fresh.isEmpty() || !active.state().up())
            return;
        jobs.read(texts.get("template.reading"), (node, _) -> node.entries().trunkTemplates().size(), answers.ask().told(found -> {
            if (fresh.filter(now -> now.offered().equals(OptionalInt.of(found))).isPresent())
                return;
            fresh = fresh.map(now -> now.of(found));
            tell();
        }), failure -> { });
    }

    private void tell() {
        var offered = fresh.map(Fresh::offered).orElse(OptionalInt.empty());
        String provider = fresh.map(Fresh::provider).orElse("");
        boolean some = offered.orElse(0) > 0;
        String text = !provider.isEmpty() ? texts.get("bar.filled", provider)
                : offered.isEmpty() ? "" : some ? texts.get("bar.some", offered.getAsInt()) : texts.get("bar.none");
        set(button, texts.get(some ? "bar.use" : "bar.plugins"), texts.get(some ? "bar.use.tip" : "bar.plugins.tip"));
        button.setVisible(offered.isPresent());
        message.setText(text.replace("&", "&&"));
        box.getParent().layout(true, true); // one line, or two in a narrow pane
    }

    private static void set(Button button, String text, String tip) {
        if (!button.getText().equals(text))
            button.setText(text);
        button.setToolTipText(tip);
    }

    private void act(Fresh trunk) {
        if (trunk.offered().orElse(0) == 0) {
            plugins();
            return;
        }
        TemplateDialog.open(box.getShell(), active, TemplateFilling.base(trunk.blank(), trunk.filled(), form.read()), (name, values) -> {
            if (fresh.filter(now -> now.blank() == trunk.blank()).isEmpty())
                return; // another entry is edited by now
            form.fill(values);
            fresh = fresh.map(now -> now.from(name, form.read()));
            tell();
        });
    }

    private static void plugins() {
        try {
            var workbench = PlatformUI.getWorkbench();
            workbench.showPerspective(PLUGINS, workbench.getActiveWorkbenchWindow());
        } catch (WorkbenchException e) {
            LOG.error("Plug-ins cannot be shown", e);
        }
    }
}
