package org.trunkline.node.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchAnswer;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;

/**
 * The search of whichever index is there. Calls do not wait for the index, so neither does the node; a watch begun
 * before the index came is told of records from then on.
 */
final class SearchWhenReady implements CdrSearch {
    private static final Watch NOTHING = () -> {};

    private final Map<Consumer<List<CdrRow>>, Watch> watches = new ConcurrentHashMap<>();
    private volatile Optional<CdrSearch> index = Optional.empty();

    synchronized void set(Optional<CdrSearch> now) {
        index = now;
        watches.replaceAll((listener, old) -> {
            old.close();
            return now.map(i -> i.watch(listener)).orElse(NOTHING);
        });
    }

    private CdrSearch index() throws NodeUnavailableException {
        return index.orElseThrow(() -> new NodeUnavailableException("index-not-ready", List.of(),
                "the search index is not ready yet"));
    }

    @Override
    public SearchAnswer search(SearchRequest request) throws NodeUnavailableException {
        return index().search(request);
    }

    @Override
    public Page<CdrRow> rows(CdrQuery query, CdrOrder order, long offset, int limit)
            throws QueryException, NodeUnavailableException {
        return index().rows(query, order, offset, limit);
    }

    @Override
    public Page<Cdr> records(CdrQuery query, CdrOrder order, Optional<String> after, int limit)
            throws QueryException, NodeUnavailableException {
        return index().records(query, order, after, limit);
    }

    @Override
    public Page<TrunkPeriod> trunkPeriods(CdrQuery query, Duration step)
            throws QueryException, NodeUnavailableException {
        return index().trunkPeriods(query, step);
    }

    @Override
    public Optional<Cdr> find(CallId id) throws NodeUnavailableException {
        return index().find(id);
    }

    @Override
    public Optional<Ladder> ladder(CallId id) throws NodeUnavailableException {
        return index().ladder(id);
    }

    @Override
    public List<AttributeAbout> attributes() throws NodeUnavailableException {
        return index().attributes();
    }

    @Override
    public List<Completion> complete(String text, int caret) throws NodeUnavailableException {
        return index().complete(text, caret);
    }

    @Override
    public synchronized Watch watch(Consumer<List<CdrRow>> listener) {
        Consumer<List<CdrRow>> own = listener::accept; // the same listener may watch twice
        watches.put(own, index.map(i -> i.watch(own)).orElse(NOTHING));
        return () -> unwatch(own);
    }

    private synchronized void unwatch(Consumer<List<CdrRow>> listener) {
        Optional.ofNullable(watches.remove(listener)).ifPresent(Watch::close);
    }
}
