package org.trunkline.ui.help.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.part.ViewPart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.help.internal.Guides.Place;

/** The guides: a search, their headings, and the section chosen. */
public final class GuidesView extends ViewPart {
    static final String ID = "org.trunkline.ui.help.guides";

    private static final Logger LOG = LoggerFactory.getLogger(GuidesView.class);

    private final Texts texts = Texts.of(GuidesView.class);
    private final List<Consumer<Guides>> waiting = new ArrayList<>();
    private Optional<Guides> guides = Optional.empty(); // read on a thread of its own
    private int turn;
    private final Map<Place, TreeItem> items = new LinkedHashMap<>();
    private Optional<Shown> shown = Optional.empty();

    /** The widgets, once there are any. */
    private record Shown(Text search, Tree list, PageText page) {
    }

    @Override
    public void createPartControl(Composite parent) {
        var sash = new SashForm(parent, SWT.HORIZONTAL);
        var left = new Composite(sash, SWT.NONE);
        left.setLayout(new GridLayout());
        var search = new Text(left, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        search.setMessage(texts.get("search"));
        search.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        var list = new Tree(left, SWT.SINGLE | SWT.BORDER);
        list.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        var page = new PageText(sash, this::follow);
        sash.setWeights(3, 7);
        shown = Optional.of(new Shown(search, list, page));
        search.addListener(SWT.Modify, e -> fill(search.getText()));
        search.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.ARROW_DOWN || e.character == SWT.CR)
                list.setFocus();
        });
        list.addListener(SWT.Selection, e -> {
            if (e.item.getData() instanceof Place place)
                write(page, place);
        });
        list.addListener(SWT.DefaultSelection, e -> page.control().setFocus());
        Thread.ofVirtual().name("guides").start(() -> {
            var read = Guides.ofBundle();
            UiThread.post(sash, () -> begin(read));
        });
    }

    private void begin(Guides read) {
        guides = Optional.of(read);
        fill(shown.map(s -> s.search().getText()).orElse(""));
        if (waiting.isEmpty())
            read.all().stream().findFirst().ifPresent(guide -> show(new Place(guide, guide.sections().getFirst())));
        waiting.forEach(action -> action.accept(read));
        waiting.clear();
    }

    /** Now, or once the guides are read. */
    private void once(Consumer<Guides> action) {
        guides.ifPresentOrElse(action, () -> waiting.add(action));
    }

    /** Laid out on a thread of its own; the last one asked for is shown. */
    private void write(PageText page, Place place) {
        int mine = ++turn;
        Thread.ofVirtual().name("guide page").start(() -> {
            var written = PageWriter.of(place.section().markdown());
            UiThread.post(page.control(), () -> {
                if (mine == turn)
                    page.show(written);
            });
        });
    }

    private void fill(String search) {
        shown.ifPresent(s -> {
            s.list().setRedraw(false);
            s.list().removeAll();
            items.clear();
            var parents = new LinkedHashMap<Guide, TreeItem>();
            List<Place> found = guides.map(g -> g.search(search)).orElse(List.of());
            for (var place : found) {
                var parent = parents.computeIfAbsent(place.guide(), guide -> {
                    var item = new TreeItem(s.list(), SWT.NONE);
                    item.setText(guide.title());
                    item.setData(new Place(guide, guide.sections().getFirst()));
                    return item;
                });
                if (place.section() == place.guide().sections().getFirst()) {
                    items.put(place, parent);
                    continue;
                }
                var item = new TreeItem(parent, SWT.NONE);
                item.setText(place.section().title());
                item.setData(place);
                items.put(place, item);
            }
            if (!search.isBlank())
                parents.values().forEach(item -> item.setExpanded(true));
            if (found.isEmpty() && guides.isPresent()) {
                var none = new TreeItem(s.list(), SWT.NONE);
                none.setText(texts.get("search.none"));
            }
            s.list().setRedraw(true);
        });
    }

    private void show(Place place) {
        shown.ifPresent(s -> {
            if (!items.containsKey(place))
                s.search().setText(""); // fills the list with all
            var item = items.get(place);
            if (item != null) {
                s.list().setSelection(item);
                item.setExpanded(true);
            }
            write(s.page(), place);
        });
    }

    /** Shows a guide. @param anchor of the section; empty for its beginning */
    void showGuide(String id, String anchor) {
        once(all -> all.guide(id).ifPresent(guide -> show(new Place(guide, guide.section(anchor)))));
    }

    /** Shows what is said of a view; leaves what is shown where nothing is. */
    void showFor(String viewId) {
        once(all -> all.forView(viewId).ifPresent(this::show));
    }

    private void follow(String target) {
        if (target.startsWith("https://") || target.startsWith("http://")) {
            Program.launch(target);
            return;
        }
        CommandLink.of(target).ifPresent(this::run);
        shown.map(Shown::list).map(Tree::getSelection).filter(selection -> selection.length == 1)
                .map(selection -> selection[0].getData()).filter(Place.class::isInstance).map(Place.class::cast)
                .flatMap(here -> guides.flatMap(all -> all.follow(here.guide(), target))).ifPresent(this::show);
    }

    /** Opens the place that a guide speaks of, with the guide beside it: the place may be in another area. */
    private void run(CommandLink link) {
        var page = getSite().getPage();
        if (DeskCommands.run(page.getWorkbenchWindow().getWorkbench(), link.command(), link.parameters()))
            try {
                page.showView(ID, null, IWorkbenchPage.VIEW_VISIBLE);
            } catch (PartInitException e) {
                LOG.warn("The guides cannot be shown: {}", e.getMessage());
            }
    }

    @Override
    public void setFocus() {
        shown.ifPresent(s -> s.search().setFocus());
    }
}
