package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.config.SaveResult;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.DraftJson;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.ProblemJson;

/** List, read, create, replace, delete and check one kind of configuration. */
final class CatalogEndpoints<E, D> {
    private static final int LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    /** Stands for the empty key, which no path can hold; no prefix has letters. */
    private static final String EMPTY_KEY = "default";

    private final String path;
    private final String keyName;
    private final Catalog<E, D> catalog;
    private final Function<E, ObjectNode> writer;
    private final Function<E, String> keyOf;
    private final BiFunction<JsonNode, Optional<String>, DraftJson.Parsed<D>> reader;

    CatalogEndpoints(String path, String keyName, Catalog<E, D> catalog, Function<E, ObjectNode> writer,
            Function<E, String> keyOf, BiFunction<JsonNode, Optional<String>, DraftJson.Parsed<D>> reader) {
        this.path = path;
        this.keyName = keyName;
        this.catalog = catalog;
        this.writer = writer;
        this.keyOf = keyOf;
        this.reader = reader;
    }

    List<Endpoint> all() {
        var one = path + "/{" + keyName + "}";
        return List.of(new Endpoint("GET", path, Set.of("limit", "after", "filter"), this::list),
                new Endpoint("POST", path, Set.of("check"), this::create),
                new Endpoint("GET", one, Set.of(), this::find),
                new Endpoint("PUT", one, Set.of("check"), this::replace),
                new Endpoint("DELETE", one, Set.of(), this::delete));
    }

    private Answer list(Request request) throws Problem, NodeUnavailableException {
        int limit = (int) request.number("limit", LIMIT, 1, MAX_LIMIT);
        var filter = filter(request);
        return Answer.ok(PageJson.write(filter.isPresent() ? catalog.search(filter.get(), limit)
                : catalog.list(request.parameter("after"), limit), writer));
    }

    private static Optional<EntryFilter> filter(Request request) throws Problem {
        var text = request.parameter("filter").map(String::strip);
        if (text.isEmpty())
            return Optional.empty();
        if (text.get().isEmpty() || text.get().length() > EntryFilter.MAX_TEXT)
            throw Problem.parameter("filter", text.get(), "1 to " + EntryFilter.MAX_TEXT + " characters");
        if (request.parameter("after").isPresent())
            throw Problem.parameter("after", request.parameter("after").get(), "omitted with \"filter\", whose result is one page");
        return Optional.of(new EntryFilter(text.get()));
    }

    private Answer find(Request request) throws Problem, NodeUnavailableException {
        var found = catalog.find(key(request));
        return Answer.ok(writer.apply(found.orElseThrow(() -> missing(request))));
    }

    private Answer create(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = reader.apply(request.json(), Optional.empty());
        var errors = errors(Optional.empty(), parsed, request);
        if (request.flag("check"))
            return Answer.ok(ProblemJson.check(errors));
        if (!errors.isEmpty())
            throw Problem.invalid(errors);
        var saved = saved(catalog.create(parsed.draft()), request);
        return Answer.created(path + "/" + encode(keyOf.apply(saved)), writer.apply(saved));
    }

    private Answer replace(Request request) throws Problem, NodeUnavailableException, IOException {
        var key = key(request);
        var parsed = reader.apply(request.json(), Optional.of(key));
        if (catalog.find(key).isEmpty())
            throw missing(request);
        var errors = errors(Optional.of(key), parsed, request);
        if (request.flag("check"))
            return Answer.ok(ProblemJson.check(errors));
        if (!errors.isEmpty())
            throw Problem.invalid(errors);
        return Answer.ok(writer.apply(saved(catalog.replace(key, parsed.draft()), request)));
    }

    private Answer delete(Request request) throws Problem, NodeUnavailableException {
        saved(catalog.delete(key(request)), request);
        return Answer.noContent();
    }

    /** Errors of form, then what the catalog finds in fields whose form is right; only asked where it matters. */
    private List<FieldError> errors(Optional<String> key, DraftJson.Parsed<D> parsed, Request request)
            throws NodeUnavailableException, Problem {
        if (parsed.errors().isEmpty() && !request.flag("check"))
            return List.of(); // saving checks again
        var all = new ArrayList<>(parsed.errors());
        for (var found : catalog.check(key, parsed.draft()))
            if (parsed.errors().stream().noneMatch(e -> covers(e.field(), found.field())))
                all.add(found);
        return all;
    }

    private static boolean covers(String field, String other) {
        return field.isEmpty() || other.equals(field) || other.startsWith(field + ".") || other.startsWith(field + "[");
    }

    private E saved(SaveResult<E> result, Request request) throws Problem {
        return switch (result) {
            case SaveResult.Saved<E> saved -> saved.value();
            case SaveResult.Rejected<E> rejected -> throw Problem.invalid(rejected.errors());
            case SaveResult.Missing<E> _ -> throw missing(request);
            case SaveResult.InUse<E> inUse -> throw Problem.inUse(key(request), inUse.dependents());
        };
    }

    private Problem missing(Request request) {
        return Problem.notFound("There is no " + kind() + " \"" + request.vars().getFirst() + "\"");
    }

    /** {@code saved search}, of the path's {@code saved-searches}. */
    private String kind() {
        return path.substring(path.lastIndexOf('/') + 1).replace('-', ' ').replaceAll("(ch)es$|s$", "$1");
    }

    private static String key(Request request) {
        var key = request.vars().isEmpty() ? "" : request.vars().getFirst();
        return key.equals(EMPTY_KEY) && request.path().contains("routes") ? "" : key;
    }

    private static String encode(String key) {
        return key.isEmpty() ? EMPTY_KEY : URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
