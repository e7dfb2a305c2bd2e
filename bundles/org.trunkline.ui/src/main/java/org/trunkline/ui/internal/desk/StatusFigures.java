package org.trunkline.ui.internal.desk;

import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.menus.WorkbenchWindowControlContribution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.internal.node.NodeSelector;

/** The figures of the status line: calls now, calls a second, ASR, alarms. */
public final class StatusFigures extends WorkbenchWindowControlContribution {
    private static final Logger LOG = LoggerFactory.getLogger(StatusFigures.class);
    private static final String ALARMS = "org.trunkline.ui.calls.alarms";

    private final Texts texts = Texts.of(StatusWords.class);
    private final Formats formats = Formats.ofPreferences();

    @Override
    protected Control createControl(Composite parent) {
        ActiveNode active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        var box = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(4).spacing(12, 0).extendedMargins(8, 8, 2, 2).applyTo(box);
        // room for what is usual; it grows with the figures, and where there is more room than that nothing moves
        var calls = figure(box, "status.calls", "100");
        var rate = figure(box, "status.rate", "10.0");
        var asr = figure(box, "status.asr", "100%");
        var alarms = new Link(box, SWT.NONE);
        alarms.setToolTipText(texts.get("status.alarms.tip"));
        room(alarms, Math.max(NodeSelector.textWidth(alarms, texts.get("status.alarms", 10).replaceAll("<[^>]*>", "")),
                NodeSelector.textWidth(alarms, texts.get("status.alarms.none"))));
        alarms.addListener(SWT.Selection, e -> showAlarms(PlatformUI.getWorkbench().getActiveWorkbenchWindow()));
        var labels = new Labels(calls, rate, asr, alarms);
        show(labels, active.state());
        Watch watch = active.watch(state -> UiThread.post(box, () -> show(labels, state)));
        box.addListener(SWT.Dispose, e -> watch.close());
        return box;
    }

    private record Labels(Label calls, Label rate, Label asr, Link alarms) {}

    private Label figure(Composite box, String key, String largest) {
        var label = new Label(box, SWT.NONE);
        label.setToolTipText(texts.get(key + ".tip"));
        room(label, NodeSelector.textWidth(label, texts.get(key, largest)));
        return label;
    }

    private static void room(Control control, int width) {
        GridDataFactory.swtDefaults().hint(width + 4, SWT.DEFAULT).applyTo(control);
    }

    private void show(Labels labels, NodeState state) {
        String none = Formats.NONE;
        var status = state.up() ? state.status() : Optional.<NodeStatus>empty();
        set(labels.calls(), texts.get("status.calls",
                status.map(s -> formats.count(s.callsNow())).orElse(none)));
        set(labels.rate(), texts.get("status.rate",
                status.map(s -> formats.decimal(s.callsPerSecond(), 1)).orElse(none)));
        set(labels.asr(), texts.get("status.asr",
                status.flatMap(NodeStatus::asr).map(formats::percent).orElse(none)));
        int wrong = state.alarms().size();
        String alarms = wrong > 0 ? texts.get("status.alarms", wrong)
                : texts.get(status.isPresent() ? "status.alarms.none" : "status.alarms.unknown");
        if (!alarms.equals(labels.alarms().getText())) {
            labels.alarms().setText(alarms);
            makeRoom(labels.alarms());
        }
    }

    private static void set(Label label, String text) {
        if (text.equals(label.getText()))
            return;
        label.setText(text);
        makeRoom(label);
    }

    /** The trim measures its controls once. */
    private static void makeRoom(Control figure) {
        int width = figure.computeSize(SWT.DEFAULT, SWT.DEFAULT).x;
        var data = (GridData) figure.getLayoutData();
        if (width <= data.widthHint)
            return;
        data.widthHint = width;
        Composite box = figure.getParent();
        box.layout(true);
        if (box.getParent() instanceof ToolBar bar)
            for (ToolItem item : bar.getItems())
                if (item.getControl() == box)
                    item.setWidth(box.computeSize(SWT.DEFAULT, SWT.DEFAULT).x);
        box.requestLayout();
    }

    private static void showAlarms(IWorkbenchWindow window) {
        try {
            window.getWorkbench().showPerspective(DeskAdvisor.OPERATIONS, window).showView(ALARMS);
        } catch (WorkbenchException e) {
            LOG.error("the alarms cannot be shown", e);
        }
    }
}
