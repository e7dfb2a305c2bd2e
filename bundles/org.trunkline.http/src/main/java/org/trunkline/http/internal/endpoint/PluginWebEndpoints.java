package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.Plugins.WebRequest;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;

/** What plug-ins answer under paths of their own. */
public final class PluginWebEndpoints {
    public static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    public static final String PATH = "/api/v1/plugins/{id}/web/{path*}";

    /** A page of a plug-in runs no script in the name of the admin API. */
    private static final Map<String, String> SAFE = Map.of("Content-Security-Policy", "sandbox; default-src 'none'");

    private final Node node;

    PluginWebEndpoints(Node node) {
        this.node = node;
    }

    List<Endpoint> all() {
        return METHODS.stream().map(method -> new Endpoint(method, PATH, Endpoint.ALL_PARAMETERS, this::answer)).toList();
    }

    private Answer answer(Request request) throws Problem, NodeUnavailableException, IOException {
        var path = request.vars().subList(1, request.vars().size()).stream().map(PluginWebEndpoints::encode)
                .collect(Collectors.joining("/"));
        var query = request.query().entrySet().stream().map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&", request.query().isEmpty() ? "" : "?", ""));
        var method = request.method().equals("HEAD") ? "GET" : request.method();
        var reply = node.plugins().web(request.vars().getFirst(),
                new WebRequest(method, path + query, request.contentType(), request.bytes()));
        return new Answer(reply.status(), SAFE, tidy(reply.contentType()), reply.body());
    }

    private static String tidy(String contentType) {
        return contentType.matches("[ -~]{1,200}") ? contentType : "application/octet-stream";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
