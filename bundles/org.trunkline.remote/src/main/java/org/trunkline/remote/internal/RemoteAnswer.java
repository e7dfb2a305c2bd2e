package org.trunkline.remote.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchAnswer;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.wire.SearchJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** One request, whose answer is read line by line. <b>Threads:</b> one reads, any closes. */
final class RemoteAnswer implements SearchAnswer {
    /** How long one part may take: a search of five seconds, in an order that takes five more, and the way. */
    private static final long PART_SECONDS = 20;
    /** Of what is not an answer. */
    private static final int PROBLEM_BYTES = 1 << 20;
    /** Of one part: 500 rows with all that plug-ins add to them are a tenth of it. */
    private static final int LINE_BYTES = 16 << 20;
    private static final String MEGABYTES = String.valueOf(LINE_BYTES >> 20);

    private final HttpLink link;
    private final HttpRequest request;
    private volatile Optional<CompletableFuture<HttpResponse<InputStream>>> asked = Optional.empty();
    private volatile Optional<InputStream> body = Optional.empty();
    private Optional<LineReader> lines = Optional.empty();
    private volatile boolean closed;
    private volatile boolean late;

    RemoteAnswer(HttpLink link, HttpRequest request) {
        this.link = link;
        this.request = request;
    }

    @Override
    public Optional<SearchPart> next() throws QueryException, NodeUnavailableException {
        var patience = new CompletableFuture<Boolean>().completeOnTimeout(true, PART_SECONDS, TimeUnit.SECONDS);
        patience.thenAccept(over -> {
            late = over;
            if (over)
                abort();
        });
        try {
            if (lines.isEmpty() && !closed)
                lines = Optional.of(begin());
            var line = closed ? Optional.<byte[]>empty() : lines.get().next();
            if (closed)
                throw cancelled(); // some of the answer may have been there already
            return line.isEmpty() ? Optional.empty() : Optional.of(part(line.get()));
        } catch (LineReader.TooLongException e) {
            abort();
            throw new NodeUnavailableException("answer-too-long", List.of(link.base().toString(), MEGABYTES),
                    "A part of the answer of " + link.base() + " is longer than " + MEGABYTES + " MB", e);
        } catch (IOException e) {
            throw closed ? cancelled() : link.unreachable(late ? new HttpTimeoutException("no part of the answer") : e);
        } finally {
            patience.complete(false);
        }
    }

    private LineReader begin() throws IOException, QueryException, NodeUnavailableException {
        var response = response();
        var in = response.body();
        body = Optional.of(in);
        if (closed)
            abort(); // before it was there to be closed
        link.check(response.statusCode());
        if (response.statusCode() != 200) {
            var reply = new HttpLink.Reply(response.statusCode(), json(in.readNBytes(PROBLEM_BYTES)));
            abort();
            RemoteCdrSearch.checkQuery(link, reply);
            throw link.refused(reply);
        }
        return new LineReader(in, LINE_BYTES);
    }

    private HttpResponse<InputStream> response() throws IOException, NodeUnavailableException {
        var sent = link.stream(request);
        asked = Optional.of(sent);
        if (closed)
            abort();
        try {
            return sent.get();
        } catch (CancellationException e) {
            throw new IOException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
            throw cancelled();
        }
    }

    private SearchPart part(byte[] line) throws NodeUnavailableException {
        var json = json(line);
        if (!json.has("part"))
            throw link.refused(new HttpLink.Reply(json.path("status").asInt(), json));
        return link.decode(json, SearchJson::readPart);
    }

    private JsonNode json(byte[] bytes) throws NodeUnavailableException {
        try {
            return Json.parseAnswer(bytes);
        } catch (MalformedJsonException e) {
            throw HttpLink.noNode(link.base(), Optional.of(e));
        }
    }

    private static NodeUnavailableException cancelled() {
        return new NodeUnavailableException("cancelled", List.of(), "The search was closed");
    }

    @Override
    public void close() {
        closed = true;
        abort();
    }

    private void abort() {
        asked.ifPresent(sent -> sent.cancel(true));
        body.ifPresent(in -> {
            try {
                in.close(); // which wakes who reads
            } catch (IOException _) {
                // nobody waits for it
            }
        });
    }
}
