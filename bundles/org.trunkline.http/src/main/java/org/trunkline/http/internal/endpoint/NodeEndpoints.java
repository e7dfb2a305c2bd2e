package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.cdr.CallCase;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.Names;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.BorderJson;
import org.trunkline.wire.CallJson;
import org.trunkline.wire.CaseJson;
import org.trunkline.wire.CodecJson;
import org.trunkline.wire.ConfigJson;
import org.trunkline.wire.NumberInfoJson;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.StatusJson;
import org.trunkline.wire.json.Json;

/** Every endpoint of the API, but for events. */
public final class NodeEndpoints {
    public static final String HEALTH = "/health";
    public static final String OPENAPI = "/api/v1/openapi.json";
    private static final String API = "/api/v1";

    private final Node node;
    private final Path data;
    private final byte[] openApi;

    /** @param data folder of all that the node keeps */
    public NodeEndpoints(Node node, Path data) {
        this.node = node;
        this.data = data;
        try (var in = NodeEndpoints.class.getResourceAsStream("openapi.json")) {
            openApi = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Endpoint> all() {
        var all = new ArrayList<>(List.of(new Endpoint("GET", HEALTH, Set.of(), _ -> health()),
                new Endpoint("GET", OPENAPI, Set.of(), _ -> Answer.document(openApi)),
                new Endpoint("GET", API + "/status", Set.of(), _ -> Answer.ok(StatusJson.write(node.status()))),
                new Endpoint("GET", API + "/registrations", Set.of(),
                        _ -> Answer.ok(PageJson.write(node.registrations(), StatusJson::write))),
                new Endpoint("GET", API + "/numbers-facts", Set.of("number"), this::numberFacts),
                new Endpoint("GET", API + "/codecs", Set.of(), _ -> Answer.ok(CodecJson.write(node.codecs()))),
                new Endpoint("GET", API + "/calls", Set.of(),
                        _ -> Answer.ok(PageJson.write(node.calls().list(), CallJson::write))),
                new Endpoint("POST", API + "/calls", Set.of(), request -> connect(request, node.calls()::connect)),
                new Endpoint("POST", API + "/trunks/{name}/calls", Set.of(),
                        request -> connect(request, draft -> node.calls().connectOver(request.vars().getFirst(), draft))),
                new Endpoint("GET", API + "/calls/{id}", Set.of(), this::liveCase),
                new Endpoint("DELETE", API + "/calls/{id}", Set.of(), this::hangUp),
                new Endpoint("PUT", API + "/calls/{id}/mute", Set.of(), request -> mute(request, true)),
                new Endpoint("DELETE", API + "/calls/{id}/mute", Set.of(), request -> mute(request, false)),
                new Endpoint("POST", API + "/calls/{id}/listeners", Set.of(), this::listen),
                new Endpoint("DELETE", API + "/calls/{id}/listeners", Set.of(), this::stopListening),
                new Endpoint("GET", API + "/blocked-sources", Set.of(),
                        _ -> Answer.ok(PageJson.write(node.blockedSources(), BorderJson::write))),
                new Endpoint("DELETE", API + "/blocked-sources/{source}", Set.of(), this::unblock),
                new Endpoint("POST", API + "/drain", Set.of("thenStop"), this::drain),
                new Endpoint("DELETE", API + "/drain", Set.of(), _ -> resume())));
        EntryKind.ALL.forEach(kind -> all.addAll(catalog(kind)));
        all.addAll(new ChangesEndpoint(node).all());
        all.addAll(new TrialEndpoints(node).all());
        all.addAll(new PhoneEndpoints(node).all());
        all.addAll(new MessageEndpoints(node).all());
        all.addAll(new AlertEndpoints(node).all());
        all.addAll(new PrivacyEndpoints(node.privacy()).all());
        all.addAll(new SettingsEndpoints(node.settings()).all());
        all.addAll(new CdrEndpoints(node.cdrs(), node.exports()).all());
        all.addAll(new PluginEndpoints(node).all());
        all.addAll(new PluginWebEndpoints(node).all());
        all.addAll(new EntryEndpoints(node.entries()).all());
        all.add(new CaseFileEndpoint(node, data.resolve("case-keys")).endpoint());
        return all;
    }

    private <E extends Record> List<Endpoint> catalog(EntryKind<E> kind) {
        return new CatalogEndpoints<>(API + "/" + kind.path(), kind.keyField(), node.catalog(kind), e -> ConfigJson.write(kind, e),
                kind::key, (json, key) -> ConfigJson.readDraft(kind, json, key)).all();
    }

    /** For load balancers and watchdogs: says nothing that a stranger may not know. */
    private Answer health() {
        try {
            boolean draining = node.status().draining();
            return Answer.of(draining ? 503 : 200, Json.object().put("status", draining ? "draining" : "up"));
        } catch (NodeUnavailableException e) {
            return Answer.of(503, Json.object().put("status", "down"));
        }
    }

    /** A plus in a query string is a space, and no number begins with one. */
    private Answer numberFacts(Request request) throws Problem, NodeUnavailableException {
        String number = request.parameter("number").map(text -> text.startsWith(" ") ? '+' + text.substring(1) : text)
                .orElse("");
        if (!Names.isE164(number))
            throw Problem.parameter("number", number, "a telephone number in E.164 such as +46812345678");
        return Answer.ok(NumberInfoJson.write(node.numberInfo(number)));
    }

    private Answer unblock(Request request) throws Problem, NodeUnavailableException {
        if (!node.unblock(request.vars().getFirst()))
            throw Problem.notFound("\"" + request.vars().getFirst() + "\" is not blocked");
        return Answer.noContent();
    }

    private Answer drain(Request request) throws Problem, NodeUnavailableException {
        node.drain(request.flag("thenStop"));
        return Answer.noContent();
    }

    private Answer resume() throws NodeUnavailableException {
        node.resume();
        return Answer.noContent();
    }

    private Answer liveCase(Request request) throws Problem, NodeUnavailableException {
        var id = CdrEndpoints.id(request);
        var found = id.isEmpty() ? Optional.<CallCase>empty() : node.liveCase(id.get());
        return Answer.ok(CaseJson.write(found.orElseThrow(() -> noCall(request)), false));
    }

    private static Problem noCall(Request request) {
        return Problem.notFound("There is no call \"" + request.vars().getFirst() + "\"");
    }

    /** Has a call placed. */
    @FunctionalInterface
    private interface Connector {
        SaveResult<CallId> connect(CallDraft draft) throws NodeUnavailableException;
    }

    private Answer connect(Request request, Connector connector) throws Problem, NodeUnavailableException, IOException {
        var parsed = CallJson.readDraft(request.json());
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        return switch (connector.connect(parsed.draft())) {
            case SaveResult.Saved<CallId>(var id) -> Answer.ok(CallJson.write(id));
            case SaveResult.Rejected<CallId>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<CallId> _, SaveResult.InUse<CallId> _ -> throw new IllegalStateException("a call changes no entry");
        };
    }

    private Answer mute(Request request, boolean muted) throws Problem, NodeUnavailableException {
        var id = CdrEndpoints.id(request);
        if (id.isEmpty() || !node.calls().mute(id.get(), muted))
            throw Problem.notFound("There is no call \"" + request.vars().getFirst() + "\" that speaks in a conference");
        return Answer.noContent();
    }

    private Answer listen(Request request) throws Problem, NodeUnavailableException, IOException {
        var id = CdrEndpoints.id(request).orElseThrow(() -> noCall(request));
        var parsed = CallJson.readListener(request.json());
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        return switch (node.calls().listen(id, parsed.draft())) {
            case SaveResult.Saved<CallId>(var call) -> Answer.ok(CallJson.write(call));
            case SaveResult.Rejected<CallId>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<CallId> _ -> throw noCall(request);
            case SaveResult.InUse<CallId> _ -> throw new IllegalStateException("a call changes no entry");
        };
    }

    private Answer stopListening(Request request) throws Problem, NodeUnavailableException {
        var id = CdrEndpoints.id(request);
        if (id.isEmpty() || !node.calls().stopListening(id.get()))
            throw Problem.notFound("Nobody listens to the call \"" + request.vars().getFirst() + "\"");
        return Answer.noContent();
    }

    private Answer hangUp(Request request) throws Problem, NodeUnavailableException {
        var id = CdrEndpoints.id(request);
        if (id.isEmpty() || !node.calls().hangUp(id.get()))
            throw noCall(request);
        return Answer.noContent();
    }
}
