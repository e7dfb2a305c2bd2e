package org.trunkline.ui.internal.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.menus.WorkbenchWindowControlContribution;
import org.trunkline.api.Watch;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.SignShape;

/** Which node the desk shows and how it is; its menu changes it. */
public final class NodeSelector extends WorkbenchWindowControlContribution {
    private final Texts texts = Texts.of(StatusWords.class);
    private final Formats formats = Formats.ofPreferences();
    /** In the text: a real drop-down item would stand lower than its neighbours. */
    private static final String ARROW = " ▾";
    private static final int ARROW_WIDTH = 30;
    private static final int SECOND_MS = 1000;

    private int room;
    private String measured = "";
    private String fitting = "";
    private Tone tone = Tone.OFF;
    private Palette palette = Palette.LIGHT;

    @Override
    protected Control createControl(Composite parent) {
        ActiveNode active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        var box = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(2, 0).extendedMargins(10, 0, 0, 0).applyTo(box);
        var sign = new Canvas(box, SWT.DOUBLE_BUFFERED);
        GridDataFactory.swtDefaults().hint(SignShape.SIZE, SignShape.SIZE).grab(false, true).applyTo(sign);
        sign.addListener(SWT.Paint, e -> SignShape.paint(e.gc, tone, palette, 0, 0));
        Palette.follow(sign, p -> {
            palette = p;
            sign.redraw();
        });
        var bar = new ToolBar(box, SWT.FLAT);
        // the toolbar measures once, so there is room for the longest state from the start
        room = Stream.of(named(texts.get("node.embedded"), texts.get("node.state.starting")), texts.get("node.state.lost", "59 min"))
                .mapToInt(text -> textWidth(bar, text)).max().orElse(0);
        GridDataFactory.swtDefaults().hint(room + ARROW_WIDTH, SWT.DEFAULT).grab(false, true).applyTo(bar);
        var item = new ToolItem(bar, SWT.PUSH);
        item.addListener(SWT.Selection, e -> open(bar, item, active));
        show(active.state(), sign, bar, item);
        Watch watch = active.watch(state -> UiThread.post(box, () -> show(state, sign, bar, item)));
        UiThread.every(box, SECOND_MS, () -> show(active.state(), sign, bar, item)); // how long it has not answered
        box.addListener(SWT.Dispose, e -> watch.close());
        return box;
    }

    public static int textWidth(Control control, String text) {
        var gc = new GC(control);
        try {
            return gc.textExtent(text).x;
        } finally {
            gc.dispose();
        }
    }

    private void show(NodeState state, Canvas sign, ToolBar bar, ToolItem item) {
        String name = state.kind() == NodeState.Kind.EMBEDDED ? texts.get("node.embedded")
                : state.name().replaceFirst("^https?://", "");
        String word = switch (state.reach()) {
            case STARTING -> texts.get("node.state.starting");
            case UP -> texts.get("node.state.up");
            case LOST -> state.failures().isEmpty()
                    ? texts.get("node.state.lost", formats.age(Duration.between(state.since(), Instant.now())))
                    : texts.get("node.state.failed");
            case NONE -> texts.get("node.state.none");
        };
        Tone now = switch (state.reach()) {
            case STARTING, NONE -> Tone.OFF;
            case UP -> Tone.OK;
            case LOST -> Tone.BAD;
        };
        if (now != tone) {
            tone = now;
            sign.redraw();
        }
        String text = switch (state.reach()) {
            case NONE, LOST -> word; // the tip names the node: there is room for the state alone
            case STARTING, UP -> shortened(bar, name, word);
        };
        String tip = state.problem().isEmpty() ? texts.get("node.tip") + "\n" + state.name() : name + "\n" + state.problem();
        if (!tip.equals(item.getToolTipText()))
            item.setToolTipText(tip);
        if ((text + ARROW).equals(item.getText()))
            return;
        item.setText(text + ARROW);
    }

    private static String named(String name, String word) {
        return name + " – " + word;
    }

    /** A long name loses its end: the state and the arrow are always visible. */
    private String shortened(ToolBar bar, String name, String word) {
        if (measured.equals(named(name, word))) // asked each second
            return fitting;
        String kept = name;
        while (kept.length() > 1 && textWidth(bar, named(kept, word)) > room)
            kept = kept.substring(0, kept.length() - (kept.endsWith("…") ? 2 : 1)) + "…";
        measured = named(name, word);
        fitting = named(kept, word);
        return fitting;
    }

    private void open(ToolBar bar, ToolItem item, ActiveNode active) {
        var menu = new Menu(bar);
        add(menu, texts.get("node.menu.embedded"), active.state().kind() == NodeState.Kind.EMBEDDED, () -> {
            active.useEmbedded();
            new RemoteNodes(active).rememberEmbedded();
        });
        if (active.state().kind() == NodeState.Kind.REMOTE)
            add(menu, active.state().name(), true, () -> { });
        new MenuItem(menu, SWT.SEPARATOR);
        var connect = new MenuItem(menu, SWT.PUSH);
        connect.setText(texts.get("node.menu.connect"));
        connect.addListener(SWT.Selection,
                e -> DeskCommands.run(PlatformUI.getWorkbench(), DeskCommands.CONNECT, Map.of()));
        var bounds = item.getBounds();
        menu.setLocation(bar.toDisplay(bounds.x, bounds.y + bounds.height));
        menu.addListener(SWT.Hide, e -> bar.getDisplay().asyncExec(menu::dispose));
        menu.setVisible(true);
    }

    private static void add(Menu menu, String text, boolean checked, Runnable action) {
        var item = new MenuItem(menu, SWT.RADIO);
        item.setText(text);
        item.setSelection(checked);
        item.addListener(SWT.Selection, e -> {
            if (item.getSelection() && !checked)
                action.run();
        });
    }
}
