package org.trunkline.http.internal.answer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.QueryException;

/**
 * One method on one path.
 *
 * @param template {@code /api/v1/trunks/{name}}; a last part {@code {path*}} stands for one or more
 * @param parameters of the query; others are refused
 */
public record Endpoint(String method, String template, Set<String> parameters, Handler handler) {

    /** For {@link #parameters}: whatever comes. */
    public static final Set<String> ALL_PARAMETERS = Set.of("*");
    private static final String REST = "*}";

    /** Answers one request; may block. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Request request) throws Problem, NodeUnavailableException, QueryException, IOException;
    }

    public Endpoint {
        parameters = Set.copyOf(parameters);
    }

    /** The open parts of the path, where it fits. */
    public Optional<List<String>> match(List<String> path) {
        String[] parts = template.substring(1).split("/");
        if (template.endsWith(REST) ? path.size() < parts.length : parts.length != path.size())
            return Optional.empty();
        var open = new ArrayList<String>();
        for (int i = 0; i < parts.length; i++)
            if (parts[i].startsWith("{"))
                open.add(path.get(i));
            else if (!parts[i].equals(path.get(i)))
                return Optional.empty();
        open.addAll(path.subList(parts.length, path.size()));
        return Optional.of(open);
    }
}
