package org.trunkline.ui.cdr.internal.find;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.node.Node;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;
import org.trunkline.ui.search.CdrNavigator;

/** The newest calls that a text finds, by the same search as Call Records. */
public final class RecordFinder implements Finder {
    private static final int LEAST = 3;
    private static final int FEW = 3;

    private final Formats formats;
    private final StateText states;

    public RecordFinder() {
        this(Formats.ofPreferences(), StateText.create());
    }

    RecordFinder(Formats formats, StateText states) {
        this.formats = formats;
        this.states = states;
    }

    @Override
    public List<Found> find(String text, int most, Optional<Node> node) throws NodeUnavailableException {
        if (node.isEmpty() || text.length() < LEAST)
            return List.of();
        try {
            return node.get().cdrs().rows(new CdrQuery(SearchFinder.queryOf(text), Optional.empty(), Optional.empty()),
                    CdrOrder.NEWEST_FIRST, 0, Math.min(FEW, most)).items().stream().map(this::found).toList();
        } catch (QueryException unfinished) { // the text is still being typed, or is no query
            return List.of();
        }
    }

    private Found found(CdrRow row) {
        return new Found(row.from() + " → " + row.to(), formats.dateTime(row.startedAt()) + "  " + states.of(row.cause()),
                CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, QueryText.clause(CdrField.ID, row.id().value())));
    }
}
