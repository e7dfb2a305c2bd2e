package org.trunkline.ui.cdr.internal.saved;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.layout.RowData;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.PartInitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.contribution.Contributions;
import org.trunkline.ui.extension.TileFace;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.view.DeskView;

/** The tiles that bundles contribute, for the dashboards; saved searches are ours. */
public final class TilesView extends DeskView {
    public static final String ID = "org.trunkline.ui.cdr.tiles";
    private static final Logger LOG = LoggerFactory.getLogger(TilesView.class);
    private static final int POLL_MS = 5000;

    private final Texts texts = Texts.of(RichText.class);
    private final Map<String, Tile> tiles = new LinkedHashMap<>();
    private List<TileSource> sources = List.of();
    private Optional<StatePane> state = Optional.empty();
    private Optional<Composite> flow = Optional.empty();
    private Optional<ScrolledComposite> scrolled = Optional.empty();
    private boolean reading;

    private record Read(String key, TileSource source, TileFace face) {}

    @Override
    protected void create(Composite parent) {
        var pane = new StatePane(parent);
        state = Optional.of(pane);
        var scroll = new ScrolledComposite(pane.content(), SWT.V_SCROLL);
        var inner = new Composite(scroll, SWT.NONE);
        var layout = new RowLayout(SWT.HORIZONTAL);
        layout.wrap = true;
        layout.spacing = 8;
        layout.marginLeft = layout.marginTop = 8;
        inner.setLayout(layout);
        scroll.setContent(inner);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        scroll.addListener(SWT.Resize, e -> fit());
        flow = Optional.of(inner);
        scrolled = Optional.of(scroll);
        pane.showLoading(texts.get("tiles.reading"));
        sources = TileSource.all();
        Contributions.watch(TileSource.POINT, parent, () -> {
            sources = TileSource.all();
            read();
        });
        until(active().watchNode(node -> UiThread.post(parent, this::read)));
        UiThread.every(parent, POLL_MS, () -> {
            if (parent.isVisible())
                read();
        });
    }

    private void fit() {
        scrolled.ifPresent(s -> flow.ifPresent(f -> s.setMinHeight(f.computeSize(s.getClientArea().width, SWT.DEFAULT).y)));
    }

    private void read() {
        if (reading || state.isEmpty() || !whileUp(state.get(), active().state()))
            return;
        reading = true;
        List<TileSource> from = sources;
        jobs().read(texts.get("tiles.reading"), (node, monitor) -> read(node, from), found -> {
            reading = false;
            show(found);
        }, failure -> {
            reading = false;
            state.ifPresent(s -> s.showError(failure, this::read));
        });
    }

    private static List<Read> read(Node node, List<TileSource> from) throws NodeUnavailableException {
        var found = new ArrayList<Read>();
        for (TileSource source : from)
            for (TileFace face : source.read(node))
                found.add(new Read(source.id() + "/" + face.key(), source, face));
        return found;
    }

    private void show(List<Read> found) {
        if (found.isEmpty()) {
            state.ifPresent(s -> s.showEmpty(texts.get("tiles.none"), new PaneAction(texts.get("tiles.choose"), this::manage)));
            return;
        }
        if (!found.stream().map(Read::key).toList().equals(List.copyOf(tiles.keySet()))) {
            tiles.values().forEach(Tile::dispose);
            tiles.clear();
            flow.ifPresent(f -> found.forEach(r -> tiles.computeIfAbsent(r.key(), _ -> tile(f, r.source()))));
        }
        found.forEach(r -> tiles.get(r.key()).show(r.face()));
        state.ifPresent(StatePane::showContent);
        flow.ifPresent(f -> f.layout(true));
        fit();
    }

    private Tile tile(Composite parent, TileSource source) {
        var tile = new Tile(parent, face -> source.open(face, query -> showCalls(query)).ifPresent(this::sayError));
        tile.setLayoutData(new RowData(Tile.WIDTH, Tile.HEIGHT));
        return tile;
    }

    private void manage() {
        try {
            getSite().getPage().showView(SavedSearchesView.ID);
        } catch (PartInitException e) {
            LOG.error("the saved searches cannot be shown", e);
        }
    }

    @Override
    public void setFocus() {
        tiles.values().stream().findFirst().ifPresentOrElse(Tile::setFocus,
                () -> state.ifPresent(s -> s.control().setFocus()));
    }
}
