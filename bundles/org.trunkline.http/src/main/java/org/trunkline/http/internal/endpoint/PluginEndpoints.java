package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.domain.format.MediaTypes;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.PluginJson;

/** Plug-ins: what is installed, the catalogue, and whom the administrator trusts. */
public final class PluginEndpoints {
    private static final String PLUGINS = "/api/v1/plugins";
    private static final String ARCHIVE = "application/java-archive";
    private static final Set<String> ARCHIVES = Set.of("application/octet-stream", ARCHIVE, "application/zip");

    private final Node node;
    /** Each holds an archive in memory. */
    private final Semaphore uploads = new Semaphore(1);

    PluginEndpoints(Node node) {
        this.node = node;
    }

    List<Endpoint> all() {
        var one = PLUGINS + "/{id}";
        return List.of(new Endpoint("GET", PLUGINS, Set.of(), _ -> Answer.ok(PageJson.write(plugins().list(), PluginJson::write))),
                new Endpoint("POST", PLUGINS, Set.of(), this::install),
                new Endpoint("GET", PLUGINS + "/catalogue", Set.of(),
                        _ -> Answer.ok(PageJson.write(plugins().catalogue(), PluginJson::write))),
                new Endpoint("POST", PLUGINS + "/catalogue/{file}", Set.of(), this::installFromCatalogue),
                new Endpoint("GET", PLUGINS + "/publishers", Set.of(),
                        _ -> Answer.ok(PageJson.write(plugins().publishers(), PluginJson::write))),
                new Endpoint("POST", PLUGINS + "/publishers", Set.of(), this::trust),
                new Endpoint("DELETE", PLUGINS + "/publishers/{fingerprint}", Set.of(), this::distrust),
                new Endpoint("PUT", one, Set.of(), this::update),
                new Endpoint("PATCH", one, Set.of(), this::change),
                new Endpoint("DELETE", one, Set.of(), r -> answer(plugins().remove(id(r)))),
                new Endpoint("POST", one + "/rollback", Set.of(), r -> answer(plugins().rollback(id(r)))),
                new Endpoint("GET", one + "/desk", Set.of(), this::desk));
    }

    /** Whether a request brings an archive, which may be larger than other bodies. */
    public static boolean takesArchive(Request request) {
        var path = "/" + String.join("/", request.path());
        return request.method().equals("POST") && path.equals(PLUGINS)
                || request.method().equals("PUT") && path.startsWith(PLUGINS + "/") && request.path().size() == 4;
    }

    private Plugins plugins() {
        return node.plugins();
    }

    private static String id(Request request) {
        return request.vars().getFirst();
    }

    @FunctionalInterface
    private interface Change {
        Answer with(byte[] archive) throws Problem, NodeUnavailableException;
    }

    private Answer withArchive(Request request, Change change) throws Problem, NodeUnavailableException, IOException {
        if (!ARCHIVES.contains(MediaTypes.of(request.contentType())))
            throw Problem.of(415, "media-type", "Unsupported media type", "The body must be the archive, as application/octet-stream,"
                    + " not \"" + request.contentType() + "\"", Map.of("Accept", "application/octet-stream"));
        if (!uploads.tryAcquire())
            throw Problem.of(503, "busy", "Busy", "Another archive is being uploaded", Map.of("Retry-After", "5"));
        try {
            return change.with(request.bytes(Plugins.MAX_ARCHIVE));
        } finally {
            uploads.release();
        }
    }

    private Answer install(Request request) throws Problem, NodeUnavailableException, IOException {
        return withArchive(request, archive -> created(plugins().install(archive)));
    }

    private Answer update(Request request) throws Problem, NodeUnavailableException, IOException {
        return withArchive(request, archive -> answer(plugins().update(id(request), archive)));
    }

    private Answer installFromCatalogue(Request request) throws Problem, NodeUnavailableException {
        return created(plugins().installFromCatalogue(id(request)));
    }

    private Answer change(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = PluginJson.readChange(request.json());
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        var change = parsed.draft();
        if (change.enabled().isEmpty())
            return answer(plugins().configure(id(request), change.settings()));
        if (!change.settings().isEmpty())
            answer(plugins().configure(id(request), change.settings()));
        return answer(plugins().enable(id(request), change.enabled().get()));
    }

    private Answer desk(Request request) throws Problem, NodeUnavailableException {
        return new Answer(200, Map.of("Content-Disposition", "attachment"), ARCHIVE, plugins().deskArchive(id(request))
                .orElseThrow(() -> Problem.notFound("There is no plug-in \"" + id(request) + "\" with parts for the desk")));
    }

    private Answer trust(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = PluginJson.readTrust(request.json());
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        return created(plugins().trust(parsed.draft().certificate(), parsed.draft().inside()));
    }

    private Answer distrust(Request request) throws Problem, NodeUnavailableException {
        if (!plugins().distrust(id(request)))
            throw Problem.notFound("There is no trusted publisher with the fingerprint \"" + id(request) + "\"");
        return Answer.noContent();
    }

    private static Answer created(PluginResult result) throws Problem {
        var answer = answer(result);
        return switch (result) {
            case PluginResult.Done(var status) -> Answer.created(PLUGINS + "/" + status.id(), PluginJson.write(status));
            case PluginResult.Trusted(var publisher) -> Answer.created(PLUGINS + "/publishers/" + publisher.fingerprint(),
                    PluginJson.write(publisher));
            case PluginResult.Refused _, PluginResult.Missing _ -> answer;
        };
    }

    private static Answer answer(PluginResult result) throws Problem {
        return switch (result) {
            case PluginResult.Done(var status) -> Answer.ok(PluginJson.write(status));
            case PluginResult.Trusted(var publisher) -> Answer.ok(PluginJson.write(publisher));
            case PluginResult.Refused(var errors) -> throw Problem.invalid(errors);
            case PluginResult.Missing(var id) -> throw Problem.notFound("There is no plug-in \"" + id + "\"");
        };
    }
}
