package org.trunkline.ui.cdr.internal.saved;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.ui.PlatformUI;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.cdr.internal.open.RecordsArea;
import org.trunkline.ui.cdr.internal.query.QueryComplaint;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.extension.QualityTile;
import org.trunkline.ui.extension.TileFace;
import org.trunkline.ui.search.CdrNavigator;

/** Saved searches as tiles: how many calls match, when they were, and whether an alert is raised. */
public final class SavedTiles implements QualityTile {
    private static final int BUCKETS = 30;

    private final Texts texts = Texts.of(RichText.class);
    private final Formats formats = Formats.ofPreferences();
    private final Map<String, SavedSearch> searches = new ConcurrentHashMap<>();

    @Override
    public List<TileFace> read(Node node) throws NodeUnavailableException {
        var found = new ArrayList<TileFace>();
        for (var row : SavedRow.read(node))
            if (row.search().tile()) {
                searches.put(row.search().name(), row.search());
                found.add(read(node, row.search(), row.alert()));
            }
        return found;
    }

    private TileFace read(Node node, SavedSearch search, Optional<AlertStatus> alert) throws NodeUnavailableException {
        var place = SavedPlaces.place(search);
        try {
            var query = place.range().query(place.text(), Instant.now(), formats.zone());
            return face(search, node.cdrs().summarize(query, Set.of(), BUCKETS), alert);
        } catch (QueryException e) {
            return new TileFace(search.name(), search.name(), Formats.NONE, QueryComplaint.of(e, texts), Tone.BAD, List.of(),
                    place.text());
        }
    }

    private TileFace face(SavedSearch search, CdrSummary s, Optional<AlertStatus> alert) {
        var tone = alert.map(a -> switch (a.state()) {
            case RAISED, BROKEN -> Tone.BAD;
            case ACKNOWLEDGED -> Tone.WARN;
            case QUIET -> Tone.OK;
        }).orElse(Tone.PLAIN);
        return new TileFace(search.name(), search.name(), formats.count(s.total()),
                texts.get("tiles.detail", formats.percent(s.asr()), formats.duration(s.talkTime())), tone,
                s.timeline().stream().map(CdrSummary.Bucket::calls).toList(), SavedPlaces.place(search).text());
    }

    /** With its time range, which a query alone does not have. */
    @Override
    public void open(TileFace face, CdrNavigator calls) {
        var search = Optional.ofNullable(searches.get(face.key()));
        search.ifPresent(s -> RecordsArea.show(PlatformUI.getWorkbench().getActiveWorkbenchWindow(), SavedPlaces.place(s)));
    }
}
