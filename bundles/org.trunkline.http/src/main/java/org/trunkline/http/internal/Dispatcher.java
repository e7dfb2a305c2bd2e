package org.trunkline.http.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.config.Author;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Caller;
import org.trunkline.http.internal.answer.Downloads;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.http.internal.endpoint.NodeEndpoints;
import org.trunkline.http.internal.endpoint.PluginEndpoints;

/** Takes each request through the guard to its endpoint, and brings the answer or the problem back. */
final class Dispatcher implements HttpHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String EVENTS = "/api/v1/events";
    private static final int MAX_AT_ONCE = 64;
    static final int MAX_EVENT_CLIENTS = 64;
    private static final Set<String> OPEN_TO_ALL = Set.of(NodeEndpoints.HEALTH, NodeEndpoints.OPENAPI);

    private final Node node;
    private final Guard guard;
    private final List<Endpoint> endpoints;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final Semaphore eventPlaces = new Semaphore(MAX_EVENT_CLIENTS);
    private final Downloads downloads = new Downloads();
    private final Map<EventStream, Caller> streams = new ConcurrentHashMap<>();

    /** @param data folder of all that the node keeps */
    Dispatcher(Node node, Guard guard, Path data) {
        this.node = node;
        this.guard = guard;
        this.endpoints = new NodeEndpoints(node, data).all();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (Problem p) {
                answer = Answer.of(p);
            }
            if (answer.content().isPresent() && !exchange.getRequestMethod().equals("HEAD"))
                download(exchange, answer);
            else if (answer.status() != 0)
                send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange) throws Problem, IOException {
        HeadLimits.check(exchange);
        URI uri = exchange.getRequestURI();
        guard.checkHost(header(exchange, "Host"));
        var path = Optional.ofNullable(uri.getRawPath()).filter(p -> p.startsWith("/")).orElse("/");
        var caller = Caller.ADMINISTRATOR; // of what is open to all
        if (!OPEN_TO_ALL.contains(path))
            caller = guard.checkToken(header(exchange, "Authorization"), address(exchange));
        var request = Request.parse(exchange.getRequestMethod(), path, Optional.ofNullable(uri.getRawQuery()),
                header(exchange, "Content-Type").orElse(""), exchange.getRequestBody());
        int most = PluginEndpoints.takesArchive(request) ? Plugins.MAX_ARCHIVE : Request.MAX_BODY;
        if (header(exchange, "Content-Length").filter(l -> l.length() > 18 || Long.parseLong(l) > most).isPresent())
            throw Request.tooLarge(exchange.getRequestBody(), most);
        if (path.equals(EVENTS))
            return events(request, caller, exchange);
        if (!places.tryAcquire())
            throw Problem.of(503, "busy", "Busy", "Too many requests at once", Map.of("Retry-After", "1"));
        try {
            return call(request, caller, header(exchange, Author.HEADER).orElse(""));
        } finally {
            places.release();
        }
    }

    private Answer call(Request request, Caller caller, String claimed) throws Problem, IOException {
        try {
            return Author.as(caller.author(claimed), () -> call(request, caller));
        } catch (Problem | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // two kinds are one to the compiler
            throw new IllegalStateException(e);
        }
    }

    private Answer call(Request request, Caller caller) throws Problem, IOException {
        var allowed = new LinkedHashSet<String>();
        for (var endpoint : endpoints) {
            var open = endpoint.match(request.path());
            if (open.isEmpty())
                continue;
            if (!endpoint.method().equals(request.method().equals("HEAD") ? "GET" : request.method())) {
                allowed.add(endpoint.method());
                continue;
            }
            var right = SessionRights.of(endpoint);
            caller.check(right, open.get());
            request.allowOnly(endpoint.parameters());
            var answer = run(endpoint, request.with(open.get()));
            return right.tellsCalls() && caller.masked() ? answer.masked() : answer;
        }
        if (allowed.isEmpty())
            throw Problem.notFound("There is nothing at /" + String.join("/", request.path()));
        throw notAllowed(request, allowed);
    }

    private static Problem notAllowed(Request request, Set<String> allowed) {
        var list = String.join(", ", allowed);
        return Problem.of(405, "method", "Method not allowed",
                request.method() + " is not possible here; " + list + (allowed.size() > 1 ? " are" : " is"),
                Map.of("Allow", list));
    }

    private static Answer run(Endpoint endpoint, Request request) throws Problem, IOException {
        try {
            return endpoint.handler().handle(request);
        } catch (QueryException e) {
            throw Problem.query(e);
        } catch (NodeUnavailableException e) {
            throw Problem.unavailable(e);
        } catch (RuntimeException e) { // a bug: ends this request, and can be found again by its number
            var incident = UUID.randomUUID().toString().substring(0, 8);
            LOG.error("Incident {} at {}", incident, request, e);
            throw Problem.of(500, "internal", "Internal error", "Incident " + incident + " in the node's log");
        }
    }

    private Answer events(Request request, Caller caller, HttpExchange exchange) throws Problem, IOException {
        if (!request.method().equals("GET"))
            throw notAllowed(request, Set.of("GET"));
        request.allowOnly(Set.of("topics"));
        var topics = EventTopics.of(request.parameter("topics"), caller);
        if (!eventPlaces.tryAcquire())
            throw Problem.of(503, "busy", "Busy", "Too many event clients", Map.of("Retry-After", "10"));
        try {
            stream(exchange, topics, caller);
        } finally {
            eventPlaces.release();
        }
        return new Answer(0, Map.of(), "", new byte[0]); // sent already
    }

    private void stream(HttpExchange exchange, Set<String> topics, Caller caller) throws Problem {
        try (var stream = EventStream.open(node, topics, caller.masked())) {
            streams.put(stream, caller);
            try {
                headers(exchange, "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                stream.writeTo(exchange.getResponseBody());
            } catch (IOException e) {
                LOG.debug("An event client went: {}", e.getMessage());
            } finally {
                streams.remove(stream);
            }
        }
    }

    private void download(HttpExchange exchange, Answer answer) throws IOException {
        try (var place = downloads.place()) {
            headers(exchange, answer.contentType());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), 0);
            place.write(answer.content().orElseThrow(), exchange.getResponseBody());
        } catch (Problem p) {
            send(exchange, Answer.of(p));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        headers(exchange, answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private static void headers(HttpExchange exchange, String contentType) {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static InetAddress address(HttpExchange exchange) {
        return exchange.getRemoteAddress().getAddress();
    }

    /** Ends the event streams of one whose session is closed. */
    void end(Caller gone) {
        streams.forEach((stream, caller) -> {
            if (caller == gone) // not one that is as permitted
                stream.close();
        });
    }

    /** Ends the event streams; requests under way end by themselves. */
    @Override
    public void close() {
        streams.keySet().forEach(EventStream::close);
    }
}
