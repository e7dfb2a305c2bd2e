package org.trunkline.remote.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.RecordExports;
import org.trunkline.wire.ExportJson;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** Exports that a node elsewhere makes: one answer of its API each, read as it comes. */
final class RemoteExports implements RecordExports {
    private static final int CHUNK = 256 << 10;
    private static final int MOST = 8;

    /** Where an export is. */
    private record Session(InputStream in, OptionalLong total) {}

    private final HttpLink link;
    private final RemoteCdrSearch search;
    private final Map<String, Session> sessions = new HashMap<>();

    RemoteExports(HttpLink link, RemoteCdrSearch search) {
        this.link = link;
        this.search = search;
    }

    /** None of a node of before there were any. */
    @Override
    public List<Format> formats() throws NodeUnavailableException {
        return link.optional("/cdrs/export/formats", node -> PageJson.read(node, ExportJson::readFormat).items()).orElse(List.of());
    }

    @Override
    public Chunk begin(String format, CdrQuery query, CdrOrder order, String zone) throws QueryException, NodeUnavailableException {
        long total = search.rows(query, order, 0, 1).total(); // and a wrong query is told at its character
        var body = RemoteCdrSearch.sorted(query, order).put("format", format).put("zone", zone);
        var request = link.request("/cdrs/export").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))).build();
        try {
            var response = link.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            link.check(response.statusCode());
            if (response.statusCode() != 200)
                try (var in = response.body()) {
                    throw link.refused(new HttpLink.Reply(response.statusCode(), Json.parseAnswer(in.readNBytes(CHUNK))));
                }
            return kept(new Session(response.body(), OptionalLong.of(total)));
        } catch (MalformedJsonException e) {
            throw new NodeUnavailableException("not-understood", List.of(link.base().toString(), String.valueOf(e.getMessage())),
                    "The node at " + link.base() + " sent an answer that this desk does not understand (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeUnavailableException("cancelled", List.of(), "The request was cancelled", e);
        }
    }

    private Chunk kept(Session session) throws IOException, NodeUnavailableException {
        var export = UUID.randomUUID().toString();
        synchronized (this) {
            if (sessions.size() < MOST) {
                sessions.put(export, session);
                return new Chunk(export, new byte[0], OptionalLong.empty(), session.total(), false);
            }
        }
        session.in().close();
        throw new NodeUnavailableException("exports-busy", List.of(String.valueOf(MOST)), MOST
                + " exports are in progress; no more are allowed at once: try again when one has ended");
    }

    @Override
    public Chunk next(String export) throws NodeUnavailableException {
        Session session;
        synchronized (this) {
            session = Optional.ofNullable(sessions.get(export)).orElseThrow(RecordExports::ended);
        }
        try {
            byte[] bytes = session.in().readNBytes(CHUNK);
            boolean last = bytes.length < CHUNK;
            if (last)
                cancel(export);
            return new Chunk(export, bytes, last ? session.total() : OptionalLong.empty(), session.total(), last);
        } catch (IOException e) {
            cancel(export);
            throw broken(e);
        }
    }

    private NodeUnavailableException broken(IOException e) {
        return new NodeUnavailableException("export-broken", List.of(link.base().toString()), "The node at " + link.base()
                + " stopped the export; its log shows the reason", e);
    }

    @Override
    public void cancel(String export) {
        Optional<Session> session;
        synchronized (this) {
            session = Optional.ofNullable(sessions.remove(export));
        }
        session.ifPresent(RemoteExports::close);
    }

    private static void close(Session session) {
        try {
            session.in().close();
        } catch (IOException _) {
            // nobody waits for it
        }
    }
}
