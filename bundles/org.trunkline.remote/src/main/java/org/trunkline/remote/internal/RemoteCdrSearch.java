package org.trunkline.remote.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.ProblemJson;
import org.trunkline.wire.SearchJson;

/** Records on a node elsewhere. */
record RemoteCdrSearch(Link link, EventTopic<List<CdrRow>> topic) implements CdrSearch {

    @Override
    public Page<CdrRow> rows(CdrQuery query, CdrOrder order, long offset, int limit)
            throws QueryException, NodeUnavailableException {
        return search("/cdrs/rows" + parameters(query) + sort(order) + "&offset=" + offset + "&limit=" + limit,
                node -> PageJson.read(node, SearchJson::readRow));
    }

    @Override
    public Page<Cdr> records(CdrQuery query, CdrOrder order, Optional<String> after, int limit)
            throws QueryException, NodeUnavailableException {
        return search("/cdrs" + parameters(query) + sort(order) + "&limit=" + limit
                + after.map(a -> "&after=" + Link.encode(a)).orElse(""), node -> PageJson.read(node, CdrJson::read));
    }

    @Override
    public CdrSummary summarize(CdrQuery query, Set<CdrField> facets, int buckets)
            throws QueryException, NodeUnavailableException {
        var names = facets.stream().map(CdrField::fieldName).collect(Collectors.joining(","));
        return search("/cdrs/summary" + parameters(query) + "&buckets=" + buckets + "&facets=" + names,
                SearchJson::readSummary);
    }

    @Override
    public Page<TrunkPeriod> trunkPeriods(CdrQuery query, Duration step)
            throws QueryException, NodeUnavailableException {
        return search("/cdrs/trunks" + parameters(query) + "&step=" + step.toSeconds(),
                json -> SearchJson.readTrunkPeriods(json, step));
    }

    @Override
    public Optional<Cdr> find(CallId id) throws NodeUnavailableException {
        return link.optional("/cdrs/" + id, CdrJson::read);
    }

    @Override
    public Optional<Ladder> ladder(CallId id) throws NodeUnavailableException {
        return link.optional("/cdrs/" + id + "/ladder", CdrJson::readLadder);
    }

    @Override
    public List<Completion> complete(String text, int caret) throws NodeUnavailableException {
        return link.get("/cdrs/complete?text=" + Link.encode(text) + "&caret=" + caret, SearchJson::readCompletions);
    }

    @Override
    public Watch watch(Consumer<List<CdrRow>> listener) {
        return topic.watch(listener, _ -> {});
    }

    private static String parameters(CdrQuery query) {
        return "?q=" + Link.encode(query.text()) + query.from().map(f -> "&from=" + f).orElse("")
                + query.to().map(t -> "&to=" + t).orElse("");
    }

    private static String sort(CdrOrder order) {
        return "&sort=" + (order.descending() ? "-" : "") + order.field().fieldName();
    }

    private <T> T search(String path, Function<JsonNode, T> reader) throws QueryException, NodeUnavailableException {
        var reply = link.send("GET", path, Optional.empty());
        if (reply.status() == 400) {
            var problem = link.decode(reply.body(), ProblemJson::read);
            var query = problem.errors().stream().filter(e -> e.code().equals("query")).findFirst();
            if (query.isPresent()) {
                var args = query.get().args();
                throw new QueryException(args.size() > 2 ? args.get(2) : "", args.stream().skip(3).toList(),
                        problem.detail(), Integer.parseInt(args.getFirst()), args.size() > 1 ? args.get(1) : "");
            }
        }
        if (!reply.ok())
            throw link.refused(reply);
        return link.decode(reply.body(), reader);
    }
}
