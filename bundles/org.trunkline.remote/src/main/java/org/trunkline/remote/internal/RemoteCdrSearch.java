package org.trunkline.remote.internal;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
import org.trunkline.wire.AttributeJson;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.ProblemJson;
import org.trunkline.wire.SearchJson;
import org.trunkline.wire.json.Json;

/** Records on a node elsewhere. */
record RemoteCdrSearch(HttpLink link, EventSubscription<List<CdrRow>> topic) implements CdrSearch {
    /** Characters of a text; nodes refuse longer ones there. */
    private static final int MOST_IN_ADDRESS = 4096;
    /** How long an answer may take: a page that was cut twice has 20 seconds, and in an order other than time 20 more. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    @Override
    public SearchAnswer search(SearchRequest request) {
        var parameters = sorted(request.query(), request.order()).put("rows", request.rows()).put("buckets", request.buckets());
        var names = parameters.putArray("facets");
        request.facets().forEach(field -> names.add(field.fieldName()));
        var attributes = parameters.putArray("attributes");
        request.attributes().forEach(attributes::add);
        return new RemoteAnswer(link, request("/cdrs/search", parameters));
    }

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

    private HttpLink.Reply ask(String path, ObjectNode parameters) throws NodeUnavailableException {
        return fits(parameters) ? link.send("GET", path + "?" + address(parameters), Optional.empty(), PATIENCE)
                : link.send("POST", path, Optional.of(parameters), PATIENCE);
    }

    private HttpRequest request(String path, ObjectNode parameters) {
        return fits(parameters) ? link.request(path + "?" + address(parameters)).build()
                : link.request(path).header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(parameters))).build();
    }

    /** Into an address. */
    private static boolean fits(ObjectNode parameters) {
        return parameters.properties().stream().allMatch(p -> p.getValue().asText().length() <= MOST_IN_ADDRESS);
    }

    private static String address(ObjectNode parameters) {
        return parameters.properties().stream().map(p -> p.getKey() + "=" + HttpLink.encode(text(p.getValue())))
                .collect(Collectors.joining("&"));
    }

    private static String text(JsonNode value) {
        return value.isArray() ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(",")) : value.asText();
    }

    private <T> T search(String path, ObjectNode parameters, Function<JsonNode, T> reader)
            throws QueryException, NodeUnavailableException {
        var reply = ask(path, parameters);
        checkQuery(link, reply);
        if (!reply.ok())
            throw link.refused(reply);
        return link.decode(reply.body(), reader);
    }

    /** @throws QueryException if the node did not understand the text */
    static void checkQuery(HttpLink link, HttpLink.Reply reply) throws QueryException, NodeUnavailableException {
        if (reply.status() == 400) {
            var problem = link.decode(reply.body(), ProblemJson::read);
            var query = problem.errors().stream().filter(e -> e.code().equals("query")).findFirst();
            if (query.isPresent()) {
                var args = query.get().args();
                throw new QueryException(args.size() > 2 ? args.get(2) : "", args.stream().skip(3).toList(),
                        problem.detail(), Integer.parseInt(args.getFirst()), args.size() > 1 ? args.get(1) : "");
            }
        }
    }
}
