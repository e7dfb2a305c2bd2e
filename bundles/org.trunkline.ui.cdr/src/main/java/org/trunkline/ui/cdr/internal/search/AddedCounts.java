package org.trunkline.ui.cdr.internal.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.AttributeCounts;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.query.QueryText;
import org.trunkline.ui.NodeTask;

/**
 * How many of the calls found have which value of the fields of plug-ins. Asked apart from the search, which does not wait for
 * it; a failure is not shown, because the search itself shows it. UI thread.
 */
final class AddedCounts {
    /** Runs a task in the background and hands its result to the UI thread. */
    @FunctionalInterface
    interface Runner {
        void run(NodeTask<List<AttributeCounts>> task, Consumer<List<AttributeCounts>> done);
    }

    private final Runner runner;
    private Set<String> names = Set.of();
    private int turn;

    AddedCounts(Runner runner) {
        this.runner = runner;
    }

    /** The fields that are counted from the next search on. */
    void of(Set<String> fields) {
        names = Set.copyOf(fields);
    }

    /** @param done not told where another search was made meanwhile */
    void ask(CdrQuery asked, Consumer<List<AttributeCounts>> done) {
        int mine = ++turn;
        if (names.isEmpty())
            return;
        Set<String> counted = names;
        runner.run((node, monitor) -> count(node.cdrs(), asked, counted), counts -> {
            if (mine == turn)
                done.accept(counts);
        });
    }

    /** A field that the search asks about is counted as if it did not: the other values stay in view, to be added. */
    private static List<AttributeCounts> count(CdrSearch cdrs, CdrQuery asked, Set<String> names)
            throws QueryException, NodeUnavailableException {
        var counts = new ArrayList<>(cdrs.countAttributes(asked, names).items());
        var clauses = new QueryText(asked.text());
        for (String name : names) {
            var others = clauses.without(name);
            if (others.isEmpty())
                continue;
            counts.removeIf(count -> count.name().equals(name));
            counts.addAll(cdrs.countAttributes(new CdrQuery(others.get(), asked.from(), asked.to()), Set.of(name)).items());
        }
        return counts;
    }
}
