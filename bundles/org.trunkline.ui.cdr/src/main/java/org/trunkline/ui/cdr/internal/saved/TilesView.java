package org.trunkline.ui.cdr.internal.saved;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.layout.RowData;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.PartInitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.ui.DeskView;
import org.trunkline.ui.Formats;
import org.trunkline.ui.PaneAction;
import org.trunkline.ui.StatePane;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.CallSearchPart;
import org.trunkline.ui.cdr.internal.ShowCallsHandler;
import org.trunkline.ui.cdr.internal.query.QueryComplaint;

/** Saved searches as tiles, for the dashboards: how many calls fit, when they were, and whether an alert is raised. */
public final class TilesView extends DeskView {
    public static final String ID = "org.trunkline.ui.cdr.tiles";
    private static final Logger LOG = LoggerFactory.getLogger(TilesView.class);
    private static final int POLL_MS = 5000;
    private static final int BUCKETS = 30;

    private record Read(SavedSearch search, Optional<CdrSummary> summary, Optional<AlertStatus> alert, String problem) {}

    private final Texts texts = Texts.of(CallSearchPart.class);
    private final Formats formats = Formats.ofPreferences();
    private final Map<String, Tile> tiles = new LinkedHashMap<>();
    private Optional<StatePane> state = Optional.empty();
    private Optional<Composite> flow = Optional.empty();
    private Optional<ScrolledComposite> scrolled = Optional.empty();
    private List<SavedSearch> shown = List.of();
    private boolean reading;

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
        jobs().read(texts.get("tiles.reading"), (node, monitor) -> read(node), found -> {
            reading = false;
            show(found);
        }, failure -> {
            reading = false;
            state.ifPresent(s -> s.showError(failure, this::read));
        });
    }

    private List<Read> read(Node node) throws NodeUnavailableException {
        var found = new ArrayList<Read>();
        for (var row : SavedRow.read(node))
            if (row.search().tile())
                found.add(read(node, row.search(), row.alert()));
        return found;
    }

    private Read read(Node node, SavedSearch search, Optional<AlertStatus> alert) throws NodeUnavailableException {
        var place = SavedPlaces.place(search);
        try {
            var query = place.range().query(place.text(), Instant.now(), formats.zone());
            return new Read(search, Optional.of(node.cdrs().summarize(query, Set.of(), BUCKETS)), alert, "");
        } catch (QueryException e) {
            return new Read(search, Optional.empty(), alert, QueryComplaint.of(e, texts));
        }
    }

    private void show(List<Read> found) {
        if (found.isEmpty()) {
            state.ifPresent(s -> s.showEmpty(texts.get("tiles.none"), new PaneAction(texts.get("tiles.choose"), this::manage)));
            return;
        }
        var searches = found.stream().map(Read::search).toList();
        if (!searches.equals(shown)) {
            shown = searches;
            tiles.values().forEach(Tile::dispose);
            tiles.clear();
            flow.ifPresent(f -> searches.forEach(s -> tiles.put(s.name(), tile(f, s))));
        }
        found.forEach(r -> tiles.get(r.search().name()).show(face(r)));
        state.ifPresent(StatePane::showContent);
        flow.ifPresent(f -> f.layout(true));
        fit();
    }

    private Tile tile(Composite parent, SavedSearch search) {
        var tile = new Tile(parent, () -> ShowCallsHandler.show(getSite().getWorkbenchWindow(), SavedPlaces.place(search)));
        tile.setLayoutData(new RowData(Tile.WIDTH, Tile.HEIGHT));
        return tile;
    }

    private Tile.Face face(Read read) {
        if (read.summary().isEmpty())
            return new Tile.Face(read.search().name(), Formats.NONE, read.problem(), Tone.BAD, List.of());
        var s = read.summary().get();
        var tone = read.alert().map(a -> switch (a.state()) {
            case RAISED, BROKEN -> Tone.BAD;
            case ACKNOWLEDGED -> Tone.WARN;
            case QUIET -> Tone.OK;
        }).orElse(Tone.PLAIN);
        var detail = texts.get("tiles.detail", formats.percent(s.asr()), formats.duration(s.talkTime()));
        return new Tile.Face(read.search().name(), formats.count(s.total()), detail, tone, s.timeline());
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
