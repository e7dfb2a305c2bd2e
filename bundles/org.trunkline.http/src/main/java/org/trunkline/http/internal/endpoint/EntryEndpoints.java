package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.EntryJson;
import org.trunkline.wire.PageJson;

/** Entries of plug-ins' own kinds, and templates of trunks. */
public final class EntryEndpoints {
    public static final String KINDS = "/api/v1/plugins/{id}/entries";
    public static final String PATH = KINDS + "/{kind}";
    public static final String ONE = PATH + "/{key}";
    public static final String ALL_KINDS = "/api/v1/entry-kinds";
    public static final String TEMPLATES = "/api/v1/trunk-templates";
    private static final int LIMIT = 100;

    private final PluginEntries entries;

    EntryEndpoints(PluginEntries entries) {
        this.entries = entries;
    }

    List<Endpoint> all() {
        return List.of(new Endpoint("GET", ALL_KINDS, Set.of(), _ -> Answer.ok(PageJson.write(entries.kinds(), EntryJson::write))),
                new Endpoint("GET", KINDS, Set.of(),
                request -> Answer.ok(PageJson.write(entries.kinds(request.vars().getFirst()), EntryJson::write))),
                new Endpoint("GET", PATH, Set.of("limit", "after"), this::list),
                new Endpoint("POST", PATH, Set.of(), this::create), new Endpoint("DELETE", PATH, Set.of(), this::deleteAll),
                new Endpoint("GET", ONE, Set.of(), this::find),
                new Endpoint("PUT", ONE, Set.of(), this::replace), new Endpoint("DELETE", ONE, Set.of(), this::delete),
                new Endpoint("GET", TEMPLATES, Set.of(),
                        _ -> Answer.ok(PageJson.write(entries.trunkTemplates(), EntryJson::write))));
    }

    private static String plugin(Request request) {
        return request.vars().get(0);
    }

    private static String kind(Request request) {
        return request.vars().get(1);
    }

    private static String key(Request request) {
        return request.vars().get(2);
    }

    private Answer list(Request request) throws Problem, NodeUnavailableException {
        int limit = (int) request.number("limit", LIMIT, 1, PluginEntries.MAX_LIMIT);
        return Answer.ok(PageJson.write(entries.list(plugin(request), kind(request), request.parameter("after"), limit),
                EntryJson::write));
    }

    private Answer find(Request request) throws Problem, NodeUnavailableException {
        return Answer.ok(EntryJson.write(entries.find(plugin(request), kind(request), key(request))
                .orElseThrow(() -> missing(key(request)))));
    }

    private Answer create(Request request) throws Problem, NodeUnavailableException, IOException {
        var saved = saved(entries.create(plugin(request), kind(request), values(request)));
        return Answer.created("/api/v1/plugins/" + encode(plugin(request)) + "/entries/" + encode(kind(request)) + "/"
                + encode(saved.key()), EntryJson.write(saved));
    }

    private Answer replace(Request request) throws Problem, NodeUnavailableException, IOException {
        return Answer.ok(EntryJson.write(saved(entries.replace(plugin(request), kind(request), key(request), values(request)))));
    }

    private Answer delete(Request request) throws Problem, NodeUnavailableException {
        saved(entries.delete(plugin(request), kind(request), key(request)));
        return Answer.noContent();
    }

    private Answer deleteAll(Request request) throws NodeUnavailableException {
        return Answer.ok(EntryJson.writeDeleted(entries.deleteAll(plugin(request), kind(request))));
    }

    private static Map<String, String> values(Request request) throws Problem, IOException {
        var parsed = EntryJson.readValues(request.json());
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        return parsed.draft();
    }

    private static Entry saved(SaveResult<Entry> result) throws Problem {
        return switch (result) {
            case SaveResult.Saved<Entry>(var entry) -> entry;
            case SaveResult.Rejected<Entry>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<Entry>(var what) -> throw missing(what);
            case SaveResult.InUse<Entry>(var dependents) -> throw Problem.inUse("the entry", dependents);
        };
    }

    private static Problem missing(String what) {
        return Problem.notFound("There is no entry or kind \"" + what + "\" of a plug-in that runs");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
