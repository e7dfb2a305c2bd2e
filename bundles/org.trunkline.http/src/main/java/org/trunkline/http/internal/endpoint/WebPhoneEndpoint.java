package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.message.FileRules;
import org.trunkline.api.node.Node;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.json.Json;

/**
 * The web phone: static files that anyone may read, and the ports of the node's WebSockets. A phone signs in over SIP; no token of
 * this API is involved.
 */
public final class WebPhoneEndpoint {
    /** Folder of the web phone. */
    public static final String ROOT = "/phone";
    /** A file of it. */
    public static final String PATH = ROOT + "/{path*}";

    private static final String PAGE = "index.html";
    private static final String SETTINGS = "settings.json";
    private static final String FOLDER = "/org/trunkline/http/internal/webphone/";
    private static final Set<String> FILES = Set.of(PAGE, "phone.js", "line.js", "digest.js", "files.js", "kept.js", "offers.js", "presence.js", "push.js",
            "rate.js", "messages.js", "cpim.js", "typing.js", "log.js", "history.js", "sealed.js", "xml.js", "words.js", "words.json", "phone.css",
            "sw.js", "phone-en.webmanifest", "phone-sv.webmanifest", "phone-zh.webmanifest", "phone-id.webmanifest", "icon.svg", "icon-192.png",
            "icon-512.png", "icon-maskable.png", "icon-apple.png");
    private static final Pattern LIBRARY = Pattern.compile("sip-[0-9.]+\\.js");
    private static final Map<String, String> TYPES = Map.of("html", "text/html;charset=utf-8", "js", "text/javascript;charset=utf-8",
            "json", "application/json", "css", "text/css;charset=utf-8", "webmanifest", "application/manifest+json",
            "svg", "image/svg+xml", "png", "image/png");
    /** The version is part of the name, so a file never changes. */
    private static final Map<String, String> FOR_EVER = Map.of("Cache-Control", "public, max-age=31536000, immutable");

    /** Anyone may ask for files, and the status of the node looks at the disk: it is read once a second at most. */
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final Node node;
    private final Supplier<Optional<FileRules>> files;
    private final boolean on;
    private volatile Optional<Ports> known = Optional.empty();

    /** @param files what is accepted of files in messages, as it is now @param on whether the web phone is switched on */
    public WebPhoneEndpoint(Node node, Supplier<Optional<FileRules>> files, boolean on) {
        this.node = node;
        this.files = files;
        this.on = on;
    }

    public List<Endpoint> all() {
        return List.of(new Endpoint("GET", ROOT, Set.of(), _ -> root()), new Endpoint("GET", PATH, Set.of(), this::file));
    }

    private Answer root() throws Problem {
        check();
        return new Answer(308, Map.of("Location", ROOT + '/'), TYPES.get("html"), new byte[0]);
    }

    private void check() throws Problem {
        if (!on)
            throw Problem.notFound("The web phone is switched off: set trunkline.http.phone=yes");
    }

    private Answer file(Request request) throws Problem, NodeUnavailableException, IOException {
        check();
        var path = String.join("/", request.vars());
        var name = path.isEmpty() ? PAGE : path;
        var ports = ports();
        if (name.equals(SETTINGS))
            return Answer.ok(settings(ports));
        boolean own = FILES.contains(name);
        @Nullable URL url = own || LIBRARY.matcher(name).matches() ? WebPhoneEndpoint.class.getResource(FOLDER + name) : null;
        if (url == null)
            throw Problem.notFound("The web phone has no file \"" + name + "\"");
        try (var in = url.openStream()) {
            return new Answer(200, ports.headers(), TYPES.get(name.substring(name.lastIndexOf('.') + 1)), in.readAllBytes())
                    .with(own ? Map.of() : FOR_EVER);
        }
    }

    private JsonNode settings(Ports ports) {
        var settings = Json.object().put("ws", ports.plain()).put("wss", ports.secure());
        files.get().ifPresent(rules -> {
            var types = settings.putObject("files").put("most", rules.maxBytes()).putArray("types");
            rules.types().forEach(types::add);
        });
        return settings;
    }

    /** @param plain and secure 0 for none @param at when they were read, as {@link System#nanoTime} */
    private record Ports(int plain, int secure, long at) {
        /** Scripts, styles and pictures are files of this page; it speaks to the node alone. */
        Map<String, String> headers() {
            var to = new StringBuilder("'self'");
            if (secure > 0)
                to.append(" wss://*:").append(secure);
            if (plain > 0)
                to.append(" ws://localhost:").append(plain).append(" ws://127.0.0.1:").append(plain);
            return Map.of("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " manifest-src 'self'; worker-src 'self'; connect-src " + to
                    + "; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
                    "Referrer-Policy", "no-referrer", "Cross-Origin-Opener-Policy", "same-origin",
                    "Permissions-Policy", "microphone=(self), camera=(self), geolocation=()");
        }
    }

    private Ports ports() throws NodeUnavailableException {
        long now = System.nanoTime();
        var last = known.filter(it -> now - it.at() < FRESH_NANOS);
        if (last.isPresent())
            return last.get();
        var listeners = node.status().listeners();
        var read = new Ports(port(listeners, "ws "), port(listeners, "wss "), now);
        known = Optional.of(read);
        return read;
    }

    /** @param listeners such as {@code wss 192.0.2.10:8443} */
    private static int port(List<String> listeners, String transport) {
        return listeners.stream().filter(each -> each.startsWith(transport)).findFirst()
                .map(each -> Integer.parseInt(each.substring(each.lastIndexOf(':') + 1))).orElse(0);
    }
}
