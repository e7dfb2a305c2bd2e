package org.trunkline.ui.trunks.internal.view;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.TableColumnLayout;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnPixelData;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TableViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Entries;
import org.trunkline.ui.trunks.internal.model.EntryForm;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;
import org.trunkline.ui.view.DeskView;

/** Trunks, numbers, subscribers, routes and the kinds of plug-ins, with how many there are. */
public final class KindsView extends DeskView {
    static final String ID = "org.trunkline.ui.trunks.kinds";
    private static final int LEAST_COUNT = 24;
    private static final int COUNT_MARGIN = 14;

    private final Texts texts = Texts.of(Kind.class);
    private final Formats formats = Formats.ofPreferences();
    private final Map<Kind, Long> counts = new HashMap<>();
    private List<Kind> kinds = List.of(OwnKind.values());
    private Optional<TableViewer> viewer = Optional.empty();
    private Optional<Job> counting = Optional.empty();
    private Runnable fitCounts = () -> { };

    @Override
    protected void create(Composite parent) {
        var box = new Composite(parent, SWT.NONE);
        var layout = new TableColumnLayout();
        box.setLayout(layout);
        var list = new TableViewer(box, SWT.SINGLE | SWT.FULL_SELECTION);
        list.setContentProvider(ArrayContentProvider.getInstance());
        layout.setColumnData(column(list, SWT.LEFT, this::name).getColumn(),
                new ColumnWeightData(1));
        var count = column(list, SWT.RIGHT, k -> Optional.ofNullable(counts.get(k)).map(formats::count).orElse("")).getColumn();
        layout.setColumnData(count, new ColumnPixelData(LEAST_COUNT));
        fitCounts = () -> {
            layout.setColumnData(count, new ColumnPixelData(countWidth(list)));
            box.layout(true, true);
        };
        list.setInput(kinds);
        viewer = Optional.of(list);
        select(list);
        watchNode(node -> node.watchConfiguration(() -> UiThread.post(box, this::count)));
        watchNode(node -> node.plugins().watch(() -> UiThread.post(box, this::count)));
        until(active().watchNode(node -> UiThread.post(box, this::count)));
        UiThread.post(box, () -> {
            if (list.getSelection().isEmpty())
                list.setSelection(new StructuredSelection(OwnKind.TRUNK));
        });
    }

    /** The names have what the counts leave. */
    private int countWidth(TableViewer list) {
        var gc = new GC(list.getTable());
        try {
            return COUNT_MARGIN + counts.values().stream().mapToInt(count -> gc.textExtent(formats.count(count)).x).reduce(LEAST_COUNT - COUNT_MARGIN,
                    Math::max);
        } finally {
            gc.dispose();
        }
    }

    private interface Words {
        String of(Kind kind);
    }

    private static TableViewerColumn column(TableViewer list, int style, Words words) {
        var column = new TableViewerColumn(list, style);
        column.setLabelProvider(new ColumnLabelProvider() {
            @Override
            public String getText(Object element) {
                return element instanceof Kind kind ? words.of(kind) : "";
            }
        });
        return column;
    }

    private void count() {
        counting.ifPresent(Job::cancel);
        if (!active().state().up()) {
            counts.clear(); // not 0: nobody knows
            viewer.ifPresent(v -> v.refresh());
            return;
        }
        counting = Optional.of(jobs().read(texts.get("kinds.counting"), (node, monitor) -> {
            for (OwnKind kind : OwnKind.values())
                checkBlank(kind.form());
            var found = new LinkedHashMap<Kind, Long>();
            for (Kind kind : OwnKind.values())
                found.put(kind, Entries.count(node, kind));
            found.putAll(AddedKind.all(node));
            return found;
        }, this::counted, failure -> sayError(failure.message())));
    }

    /** The first check of a kind reads how its entries are made: here, not while somebody waits for the editor. */
    private static <E, D> void checkBlank(EntryForm<E, D> form) {
        form.check(form.blank(), Optional.empty());
    }

    private void counted(Map<Kind, Long> found) {
        counts.clear();
        counts.putAll(found);
        fitCounts.run();
        List<Kind> now = List.copyOf(found.keySet());
        viewer.ifPresent(v -> {
            if (now.equals(kinds))
                v.refresh();
            else
                show(v, now);
        });
    }

    /** What was chosen stays chosen, also where its plug-in says something else of it now. */
    private void show(TableViewer list, List<Kind> now) {
        Optional<Kind> chosen = list.getStructuredSelection().getFirstElement() instanceof Kind kind ? Optional.of(kind) : Optional.empty();
        kinds = now;
        list.setInput(now);
        chosen.ifPresent(before -> list.setSelection(new StructuredSelection(now.stream().filter(before::is).findFirst()
                .orElse(OwnKind.TRUNK)), true));
    }

    /** Of a plug-in that does not run, that it does not. */
    private String name(Kind kind) {
        String name = kind.text(texts).many();
        return kind.runs() ? name : texts.get("kinds.away", name);
    }

    void select(Kind kind) {
        onceFilled(() -> viewer.ifPresent(v -> v.setSelection(new StructuredSelection(kind), true)));
    }

    @Override
    public void setFocus() {
        viewer.ifPresent(v -> v.getControl().setFocus());
    }
}
