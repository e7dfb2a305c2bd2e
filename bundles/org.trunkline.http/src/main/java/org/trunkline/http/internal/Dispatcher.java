package org.trunkline.http.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.config.Author;
import org.trunkline.api.message.FileExchange;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Caller;
import org.trunkline.http.internal.answer.Downloads;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.http.internal.endpoint.NodeEndpoints;
import org.trunkline.http.internal.endpoint.PhoneEndpoints;
import org.trunkline.http.internal.endpoint.PluginEndpoints;
import org.trunkline.http.internal.endpoint.WebPhoneEndpoint;
import org.trunkline.http.internal.event.EventStreams;
import org.trunkline.http.internal.file.FileServer;
import org.trunkline.http.internal.listen.Connections;
import org.trunkline.http.internal.listen.OpenConnection;
import org.trunkline.http.internal.listen.RequestBody;

/** Takes each request through the guard to its endpoint, and returns the answer or the problem. */
final class Dispatcher extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String EVENTS = "/api/v1/events";
    private static final int MAX_AT_ONCE = 64;
    private static final int FILES_AT_ONCE = 32;
    private static final Set<String> OPEN_TO_ALL = Set.of(NodeEndpoints.HEALTH, NodeEndpoints.OPENAPI, WebPhoneEndpoint.ROOT);

    private final transient Guard guard;
    private final transient Connections connections;
    private final transient EventStreams events;
    private final transient FileServer files;
    private final transient List<Endpoint> endpoints;
    private final transient Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final transient Downloads downloads = new Downloads();
    private final transient Downloads fileDownloads = new Downloads(FILES_AT_ONCE, "downloads of files");
    private final transient Downloads searches = new Downloads(MAX_AT_ONCE, "searches");

    /** What is served. @param files of messages */
    record Services(Node node, FileExchange files) {}

    /**
     * @param data folder of all that the node keeps
     * @param phone whether the web phone is switched on
     */
    Dispatcher(Services services, Guard guard, Connections connections, EventStreams events, Path data,
            boolean phone) {
        var node = services.node();
        this.files = new FileServer(services.files());
        this.guard = guard;
        this.connections = connections;
        this.events = events;
        var all = new ArrayList<>(new NodeEndpoints(node, data).all());
        all.addAll(new WebPhoneEndpoint(node, files::rules, phone).all());
        this.endpoints = List.copyOf(all);
    }

    private static boolean needsToken(String path) {
        return !OPEN_TO_ALL.contains(path) && !path.startsWith(PhoneEndpoints.FILES) && !path.startsWith(WebPhoneEndpoint.ROOT + '/');
    }

    @Override
    protected void service(HttpServletRequest in, HttpServletResponse out) throws IOException {
        var remote = new InetSocketAddress(InetAddress.getByName(in.getRemoteAddr()), in.getRemotePort());
        var connection = connections.find(remote);
        if (connection.isEmpty())
            return; // closed meanwhile
        connection.get().begin();
        try {
            serve(in, out, connection.get());
        } finally {
            if (!in.isAsyncStarted())
                connection.get().idle();
        }
    }

    private void serve(HttpServletRequest in, HttpServletResponse out, OpenConnection connection) throws IOException {
        var body = new RequestBody(in, connection);
        Optional<Answer> answer;
        try {
            answer = answer(in, out, body, connection);
        } catch (Problem p) {
            answer = Optional.of(Answer.of(p));
        }
        if (answer.isEmpty())
            return; // events
        if (answer.get().content().isPresent() && !in.getMethod().equals("HEAD"))
            download(in, out, answer.get(), body, connection);
        else
            send(in, out, answer.get(), body, connection);
    }

    /** @return empty where it is sent as events */
    private Optional<Answer> answer(HttpServletRequest in, HttpServletResponse out, RequestBody body, OpenConnection connection)
            throws Problem, IOException {
        HeadLimits.check(in);
        if (!in.isSecure())
            guard.checkHost(header(in, "Host"));
        var path = Optional.ofNullable(in.getRequestURI()).filter(p -> p.startsWith("/")).orElse("/");
        if (FileServer.takes(path))
            return Optional.of(file(in, path, body, connection));
        var caller = Caller.ADMINISTRATOR; // of what is open to all
        if (needsToken(path)) {
            caller = guard.checkToken(header(in, "Authorization"), InetAddress.getByName(in.getRemoteAddr()));
            connections.known(connection);
        }
        var request = Request.parse(in.getMethod(), path, Optional.ofNullable(in.getQueryString()),
                header(in, "Content-Type").orElse(""), body);
        int most = PluginEndpoints.takesArchive(request) ? Plugins.MAX_ARCHIVE : Request.MAX_BODY;
        if (header(in, "Content-Length").filter(l -> l.length() > 18 || Long.parseLong(l) > most).isPresent())
            throw Request.tooLarge(body, most);
        if (path.equals(EVENTS)) {
            openEvents(in, out, request, caller, connection);
            return Optional.empty();
        }
        if (!places.tryAcquire())
            throw Problem.of(503, "busy", "Busy", "Too many requests at once", Map.of("Retry-After", "1"));
        try {
            return Optional.of(callAndLeave(request, caller, header(in, Author.HEADER).orElse("")));
        } catch (Problem p) {
            if (needsToken(path))
                skip(body); // strangers are not waited for
            throw p;
        }
    }

    /** Gives back the place that the request has: what comes after its answer is not waited for in it. */
    private Answer callAndLeave(Request request, Caller caller, String claimed) throws Problem, IOException {
        try {
            return call(request, caller, claimed);
        } finally {
            places.release();
        }
    }

    /** A client whose body ends halfway is answered all the same. */
    private static void skip(RequestBody body) {
        try {
            body.skip(Request.MAX_BODY);
        } catch (IOException e) {
            LOG.debug("the rest of a body did not arrive: {}", e.toString());
        }
    }

    private Answer file(HttpServletRequest in, String path, RequestBody body, OpenConnection connection) throws Problem, IOException {
        var from = new InetSocketAddress(InetAddress.getByName(in.getRemoteAddr()), in.getRemotePort());
        return files.answer(in, path, from, body, () -> connections.known(connection));
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
            boolean masked = right.tellsCalls() && caller.masked();
            var answer = run(endpoint, request.with(open.get()).masked(masked));
            return masked ? answer.masked() : answer;
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
            LOG.error("Incident {} at {} {}", incident, endpoint.method(), endpoint.template(), e); // a path may hold a secret
            throw Problem.of(500, "internal", "Internal error", "Incident " + incident + " in the node's log");
        }
    }

    private void openEvents(HttpServletRequest in, HttpServletResponse out, Request request, Caller caller,
            OpenConnection connection) throws Problem, IOException {
        if (!request.method().equals("GET"))
            throw notAllowed(request, Set.of("GET"));
        request.allowOnly(Set.of("topics"));
        headers(out, "text/event-stream");
        events.open(in, connection, request.parameter("topics"), caller);
    }

    private void download(HttpServletRequest in, HttpServletResponse out, Answer answer, RequestBody body, OpenConnection connection)
            throws IOException {
        var content = answer.content().orElseThrow();
        try (var place = (content instanceof Answer.Content.Lines ? searches : FileServer.takes(in.getRequestURI()) ? fileDownloads : downloads)
                .place()) {
            connection.streaming();
            head(out, answer);
            place.write(content, out.getOutputStream(), connection::abort);
        } catch (Problem p) {
            send(in, out, Answer.of(p), body, connection);
        }
    }

    private static void send(HttpServletRequest in, HttpServletResponse out, Answer answer, RequestBody body, OpenConnection connection)
            throws IOException {
        connection.writing();
        head(out, answer);
        if (!body.isOver())
            out.setHeader("Connection", "close"); // or the client would send its next request into what is left
        if (answer.body().length > 0 && !in.getMethod().equals("HEAD")) {
            out.setContentLength(answer.body().length);
            out.getOutputStream().write(answer.body());
        }
        out.flushBuffer();
    }

    private static void head(HttpServletResponse out, Answer answer) {
        out.setStatus(answer.status());
        headers(out, answer.contentType());
        answer.headers().forEach(out::setHeader);
        answer.challenges().forEach(value -> out.addHeader("WWW-Authenticate", value));
    }

    private static void headers(HttpServletResponse out, String contentType) {
        out.setHeader("Content-Type", contentType);
        out.setHeader("Cache-Control", "no-store");
        out.setHeader("X-Content-Type-Options", "nosniff");
    }

    private static Optional<String> header(HttpServletRequest in, String name) {
        return Optional.ofNullable(in.getHeader(name));
    }
}
