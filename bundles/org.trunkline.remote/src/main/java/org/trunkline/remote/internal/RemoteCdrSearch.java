package org.trunkline.remote.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.AttributeCounts;
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
import org.trunkline.wire.AttributeJson;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.ProblemJson;
import org.trunkline.wire.SearchJson;
import org.trunkline.wire.json.Json;

/** Records on a node elsewhere. */
record RemoteCdrSearch(Link link, EventTopic<List<CdrRow>> topic) implements CdrSearch {
    /** Characters of a text; nodes refuse longer ones there. */
    private static final int MOST_IN_ADDRESS = 4096;

    @Override
    public Page<CdrRow> rows(CdrQuery query, CdrOrder order, long offset, int limit)
            throws QueryException, NodeUnavailableException {
        return search("/cdrs/rows", sorted(query, order).put("offset", offset).put("limit", limit),
                node -> PageJson.read(node, SearchJson::readRow));
    }

    @Override
    public Page<Cdr> records(CdrQuery query, CdrOrder order, Optional<String> after, int limit)
            throws QueryException, NodeUnavailableException {
        var parameters = sorted(query, order).put("limit", limit);
        after.ifPresent(next -> parameters.put("after", next));
        return search("/cdrs", parameters, node -> PageJson.read(node, CdrJson::read));
    }

    @Override
    public CdrSummary summarize(CdrQuery query, Set<CdrField> facets, int buckets)
            throws QueryException, NodeUnavailableException {
        var parameters = parameters(query).put("buckets", buckets);
        var names = parameters.putArray("facets");
        facets.forEach(field -> names.add(field.fieldName()));
        return search("/cdrs/summary", parameters, SearchJson::readSummary);
    }

    @Override
    public Page<TrunkPeriod> trunkPeriods(CdrQuery query, Duration step)
            throws QueryException, NodeUnavailableException {
        return search("/cdrs/trunks", parameters(query).put("step", step.toSeconds()),
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
    public List<AttributeAbout> attributes() throws NodeUnavailableException {
        var reply = link.send("GET", "/cdrs/attributes", Optional.empty());
        if (!reply.ok())
            throw link.refused(reply);
        return link.decode(reply.body(), AttributeJson::readAll);
    }

    @Override
    public Page<AttributeCounts> countAttributes(CdrQuery query, Set<String> names)
            throws QueryException, NodeUnavailableException {
        var parameters = parameters(query);
        var fields = parameters.putArray("fields");
        names.forEach(fields::add);
        return search("/cdrs/attributes/counts", parameters, AttributeJson::readCounts);
    }

    @Override
    public List<Completion> complete(String text, int caret) throws NodeUnavailableException {
        var reply = ask("/cdrs/complete", Json.object().put("text", text).put("caret", caret));
        if (!reply.ok())
            throw link.refused(reply);
        return link.decode(reply.body(), SearchJson::readCompletions);
    }

    @Override
    public Watch watch(Consumer<List<CdrRow>> listener) {
        return topic.watch(listener, _ -> {});
    }

    private static ObjectNode parameters(CdrQuery query) {
        var parameters = Json.object().put("q", query.text());
        query.from().ifPresent(from -> parameters.put("from", from.toString()));
        query.to().ifPresent(to -> parameters.put("to", to.toString()));
        return parameters;
    }

    static ObjectNode sorted(CdrQuery query, CdrOrder order) {
        return parameters(query).put("sort", (order.descending() ? "-" : "") + order.fieldName());
    }

    /** In the address, as nodes of every version take it, unless it is too long for one. */
    private Link.Reply ask(String path, ObjectNode parameters) throws NodeUnavailableException {
        boolean fits = parameters.properties().stream().allMatch(p -> p.getValue().asText().length() <= MOST_IN_ADDRESS);
        return fits ? link.send("GET", path + "?" + address(parameters), Optional.empty())
                : link.send("POST", path, Optional.of(parameters));
    }

    private static String address(ObjectNode parameters) {
        return parameters.properties().stream().map(p -> p.getKey() + "=" + Link.encode(text(p.getValue())))
                .collect(Collectors.joining("&"));
    }

    private static String text(JsonNode value) {
        return value.isArray() ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(",")) : value.asText();
    }

    private <T> T search(String path, ObjectNode parameters, Function<JsonNode, T> reader)
            throws QueryException, NodeUnavailableException {
        var reply = ask(path, parameters);
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
