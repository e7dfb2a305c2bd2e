package org.trunkline.remote.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.plugin.Publisher;
import org.trunkline.wire.PluginJson;
import org.trunkline.wire.ProblemJson;

/** Plug-ins of a node elsewhere. */
record RemotePlugins(HttpLink link, EventSubscription<Boolean> changes, EventSubscription<PluginEvent> published) implements Plugins {
    /** A plug-in starts, and the one before ends. */
    private static final Duration CHANGE = Duration.ofSeconds(90);
    /** The same, after up to 64 MiB. */
    private static final Duration UPLOAD = Duration.ofMinutes(5);
    private static final Duration WEB = Duration.ofSeconds(20);
    private static final String ARCHIVE = "application/octet-stream";
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;
    private static final int CONFLICT = 409;

    @Override
    public List<PluginStatus> list() throws NodeUnavailableException {
        return link.get("/plugins", PluginJson::readList);
    }

    @Override
    public List<CatalogueEntry> catalogue() throws NodeUnavailableException {
        return link.get("/plugins/catalogue", PluginJson::readCatalogue);
    }

    private static String path(String id) {
        return "/plugins/" + HttpLink.encode(id);
    }

    @Override
    public PluginResult install(byte[] archive) throws NodeUnavailableException {
        return result(link.reply(link.bytes("POST", "/plugins", Optional.of(archive), ARCHIVE, UPLOAD)), "");
    }

    @Override
    public PluginResult installFromCatalogue(String file) throws NodeUnavailableException {
        return change("POST", "/plugins/catalogue/" + HttpLink.encode(file), Optional.empty(), file);
    }

    @Override
    public PluginResult update(String id, byte[] archive) throws NodeUnavailableException {
        return result(link.reply(link.bytes("PUT", path(id), Optional.of(archive), ARCHIVE, UPLOAD)), id);
    }

    @Override
    public PluginResult rollback(String id) throws NodeUnavailableException {
        return change("POST", path(id) + "/rollback", Optional.empty(), id);
    }

    @Override
    public PluginResult enable(String id, boolean enabled) throws NodeUnavailableException {
        return change("PATCH", path(id), Optional.of(PluginJson.write(new PluginJson.Change(Optional.of(enabled), Map.of()))), id);
    }

    @Override
    public PluginResult configure(String id, Map<String, Optional<String>> settings) throws NodeUnavailableException {
        return change("PATCH", path(id), Optional.of(PluginJson.write(new PluginJson.Change(Optional.empty(), settings))), id);
    }

    @Override
    public PluginResult remove(String id) throws NodeUnavailableException {
        return change("DELETE", path(id), Optional.empty(), id);
    }

    private PluginResult change(String method, String path, Optional<JsonNode> body, String id) throws NodeUnavailableException {
        return result(link.send(method, path, body, CHANGE), id);
    }

    /** @param id as it was asked for */
    private PluginResult result(HttpLink.Reply reply, String id) throws NodeUnavailableException {
        if (reply.ok())
            return new PluginResult.Done(link.decode(reply.body(), PluginJson::read));
        if (reply.status() == NOT_FOUND)
            return new PluginResult.Missing(id);
        return refused(reply);
    }

    private PluginResult refused(HttpLink.Reply reply) throws NodeUnavailableException {
        if (reply.status() != UNPROCESSABLE && reply.status() != CONFLICT)
            throw link.refused(reply);
        return new PluginResult.Refused(link.decode(reply.body(), ProblemJson::read).errors());
    }

    @Override
    public List<Publisher> publishers() throws NodeUnavailableException {
        return link.get("/plugins/publishers", PluginJson::readPublishers);
    }

    @Override
    public PluginResult trust(String certificate, boolean inside) throws NodeUnavailableException {
        var reply = link.send("POST", "/plugins/publishers", Optional.of(PluginJson.write(
                new PluginJson.Trust(certificate, inside))), CHANGE);
        return reply.ok() ? new PluginResult.Trusted(link.decode(reply.body(), PluginJson::readPublisher)) : refused(reply);
    }

    @Override
    public boolean distrust(String fingerprint) throws NodeUnavailableException {
        var reply = link.send("DELETE", "/plugins/publishers/" + HttpLink.encode(fingerprint), Optional.empty(), CHANGE);
        if (!reply.ok() && reply.status() != NOT_FOUND)
            throw link.refused(reply);
        return reply.ok();
    }

    @Override
    public Optional<byte[]> deskArchive(String id) throws NodeUnavailableException {
        var response = link.bytes("GET", path(id) + "/desk", Optional.empty(), "", UPLOAD);
        if (response.statusCode() == NOT_FOUND)
            return Optional.empty();
        if (response.statusCode() != 200)
            throw link.refused(link.reply(response));
        return Optional.of(response.body());
    }

    /** A plug-in's own answer, whatever its status: only what the node says itself is an exception. */
    @Override
    public WebReply web(String id, WebRequest request) throws NodeUnavailableException {
        var body = request.body().length == 0 ? Optional.<byte[]>empty() : Optional.of(request.body());
        var response = link.bytes(request.method(), path(id) + "/web/" + request.path(), body, request.contentType(), WEB);
        return new WebReply(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""), response.body());
    }

    @Override
    public Watch watch(Runnable listener) {
        return changes.watch(_ -> listener.run(), _ -> {});
    }

    @Override
    public Watch events(Consumer<PluginEvent> listener) {
        return published.watch(listener, _ -> {});
    }
}
