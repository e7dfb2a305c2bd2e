package org.trunkline.remote.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.config.SaveResult;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.ProblemJson;

/** One kind of configuration on a node elsewhere. */
final class RemoteCatalog<E, D> implements Catalog<E, D> {
    private static final String EMPTY_KEY = "default";

    private final HttpLink link;
    private final String path;
    private final Function<JsonNode, E> reader;
    private final Function<D, ObjectNode> writer;

    RemoteCatalog(HttpLink link, String path, Function<JsonNode, E> reader, Function<D, ObjectNode> writer) {
        this.link = link;
        this.path = path;
        this.reader = reader;
        this.writer = writer;
    }

    private String at(String key) {
        return at(path, key);
    }

    /** Path of an entry. @param path of its catalog */
    static String at(String path, String key) {
        return path + "/" + (key.isEmpty() ? EMPTY_KEY : HttpLink.encode(key));
    }

    @Override
    public Page<E> list(Optional<String> after, int limit) throws NodeUnavailableException {
        if (limit < 1 || limit > 1000)
            throw new IllegalArgumentException("limit: " + limit);
        return link.get(path + "?limit=" + limit + after.map(a -> "&after=" + HttpLink.encode(a)).orElse(""),
                node -> PageJson.read(node, reader));
    }

    @Override
    public Page<E> search(EntryFilter filter, int limit) throws NodeUnavailableException {
        EntryFilter.checkLimit(limit);
        return link.get(path + "?limit=" + limit + "&filter=" + HttpLink.encode(filter.text()), node -> PageJson.read(node, reader));
    }

    @Override
    public Optional<E> find(String key) throws NodeUnavailableException {
        var reply = link.send("GET", at(key), Optional.empty());
        if (reply.status() == 404)
            return Optional.empty();
        if (!reply.ok())
            throw link.refused(reply);
        return Optional.of(link.decode(reply.body(), reader));
    }

    @Override
    public SaveResult<E> create(D draft) throws NodeUnavailableException {
        return result("", link.send("POST", path, Optional.of(writer.apply(draft))));
    }

    @Override
    public SaveResult<E> replace(String key, D draft) throws NodeUnavailableException {
        return result(key, link.send("PUT", at(key), Optional.of(writer.apply(draft))));
    }

    @Override
    public SaveResult<E> delete(String key) throws NodeUnavailableException {
        var before = find(key);
        if (before.isEmpty())
            return new SaveResult.Missing<>(key);
        var reply = link.send("DELETE", at(key), Optional.empty());
        return reply.ok() ? new SaveResult.Saved<>(before.get()) : result(key, reply);
    }

    private SaveResult<E> result(String key, HttpLink.Reply reply) throws NodeUnavailableException {
        return result(key, reply, link, reader);
    }

    /** What became of a change. @param key that may be missing */
    static <R> SaveResult<R> result(String key, HttpLink.Reply reply, HttpLink link, Function<JsonNode, R> reader)
            throws NodeUnavailableException {
        if (reply.ok())
            return new SaveResult.Saved<>(link.decode(reply.body(), reader));
        if (reply.status() == 404)
            return new SaveResult.Missing<>(key);
        if (reply.status() != 409 && reply.status() != 422)
            throw link.refused(reply);
        var problem = link.decode(reply.body(), ProblemJson::read);
        return problem.dependents().isEmpty() ? new SaveResult.Rejected<>(problem.errors())
                : new SaveResult.InUse<>(problem.dependents());
    }

    @Override
    public List<FieldError> check(Optional<String> key, D draft) throws NodeUnavailableException {
        var body = Optional.<JsonNode>of(writer.apply(draft));
        var reply = key.isPresent() ? link.send("PUT", at(key.get()) + "?check=true", body)
                : link.send("POST", path + "?check=true", body);
        if (reply.status() == 404)
            return List.of(new FieldError("", "missing", List.of(key.orElse("")),
                    "\"" + key.orElse("") + "\" no longer exists"));
        return checked(reply, link);
    }

    /** The answer to a check. */
    static List<FieldError> checked(HttpLink.Reply reply, HttpLink link) throws NodeUnavailableException {
        if (!reply.ok())
            throw link.refused(reply);
        return link.decode(reply.body(), ProblemJson::readErrors);
    }
}
