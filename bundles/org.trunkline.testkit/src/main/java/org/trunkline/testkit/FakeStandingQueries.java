package org.trunkline.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.StandingQueries;
import org.trunkline.domain.cdr.Cdr;

/** Understands the empty query, which all records fit, and {@code cause:value}. Records come when a test says so. */
public final class FakeStandingQueries implements StandingQueries {
    private record Query(String text, Consumer<List<Cdr>> matched) {}

    private final List<Query> queries = new CopyOnWriteArrayList<>();

    @Override
    public Watch watch(String text, Consumer<List<Cdr>> matched) throws QueryException {
        if (!text.isEmpty() && !text.startsWith("cause:"))
            throw new QueryException("there is no such field", 0, "cause:busy");
        var query = new Query(text, matched);
        queries.add(query);
        return () -> queries.remove(query);
    }

    public int size() {
        return queries.size();
    }

    public void come(Cdr... records) {
        for (var query : queries) {
            var fit = List.of(records).stream().filter(r -> query.text().isEmpty()
                    || query.text().equals("cause:" + r.cause().code())).toList();
            if (!fit.isEmpty())
                query.matched().accept(fit);
        }
    }
}
