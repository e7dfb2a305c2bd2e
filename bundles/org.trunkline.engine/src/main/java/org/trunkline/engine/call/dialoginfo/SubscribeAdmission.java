package org.trunkline.engine.call.dialoginfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.port.routing.Directory.AuthRequest;
import org.trunkline.engine.port.routing.Directory.AuthResult;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/** Which SUBSCRIBE or PUBLISH for lamps and presence is heard at all: well formed, and a subscriber's. <b>Threads:</b> any. */
final class SubscribeAdmission {
    private static final int DEFAULT_SECONDS = 3600;
    private static final int MIN_SECONDS = 60;

    private final EnginePorts ports;
    private final RandomTokens tokens;

    SubscribeAdmission(EnginePorts ports, RandomTokens tokens) {
        this.ports = ports;
        this.tokens = tokens;
    }

    /** Answers those that are not. */
    boolean isSound(ServerTransaction transaction, IncomingRequest request) {
        var event = EventPackage.of(request);
        var unsupported = HeaderPolicy.unsupported(request);
        var accept = request.headers("Accept");
        if (event.isEmpty())
            respond(transaction, 489, "", new Header("Allow-Events", EventPackage.ALL));
        else if (!unsupported.isEmpty())
            respond(transaction, 420, "", new Header("Unsupported", String.join(", ", unsupported)));
        else if (!accept.isEmpty() && accept.stream().map(line -> line.toLowerCase(Locale.ROOT))
                .noneMatch(line -> line.contains(event.get().body) || line.contains("*/*") || line.contains("application/*")))
            respond(transaction, 406, "", new Header("Accept", event.get().body));
        else if (request.contact().isEmpty())
            respond(transaction, 400, "");
        else
            return isLongEnough(transaction, request);
        return false;
    }

    /** Answers one that asks for too short a time, or for nonsense. */
    boolean isLongEnough(ServerTransaction transaction, IncomingRequest request) {
        int seconds = seconds(request);
        if (seconds < 0)
            respond(transaction, 400, "");
        else if (seconds > 0 && seconds < MIN_SECONDS)
            respond(transaction, 423, "", new Header("Min-Expires", Integer.toString(MIN_SECONDS)));
        else
            return true;
        return false;
    }

    /** What is granted; 0 to end it, or only to ask; -1 for nonsense. */
    static int seconds(IncomingRequest request) {
        String text = request.header("Expires").map(String::strip).orElse(Integer.toString(DEFAULT_SECONDS));
        if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9'))
            return -1;
        return (int) Math.min(Long.parseLong(text), DEFAULT_SECONDS);
    }

    /** A subscriber, with credentials: addresses prove nothing here. */
    Optional<String> authenticated(ServerTransaction transaction, IncomingRequest request) {
        var credentials = new ArrayList<>(request.headers("Authorization"));
        credentials.addAll(request.headers("Proxy-Authorization"));
        byte[] body = request.body().map(b -> b.bytes()).orElse(new byte[0]);
        return switch (ports.directory().authenticate(new AuthRequest(request.method(), request.requestUri(), credentials, body,
                request.source(), request.header("User-Agent").orElse("")))) {
            case AuthResult.Granted(String username) -> Optional.of(username);
            case AuthResult.Challenged(List<String> challenges) -> {
                respond(transaction, 401, "", challenges.stream().map(value -> new Header("WWW-Authenticate", value))
                        .toArray(Header[]::new));
                yield Optional.empty();
            }
            case AuthResult.Denied() -> {
                respond(transaction, 403, "");
                yield Optional.empty();
            }
            case AuthResult.Mismatched() -> {
                respond(transaction, 400, "");
                yield Optional.empty();
            }
        };
    }

    /** @param toTag empty where no dialog is there yet */
    void respond(ServerTransaction transaction, int status, String toTag, Header... headers) {
        ports.signaling().respond(transaction,
                OutgoingResponse.of(status, toTag.isEmpty() ? tokens.next() : toTag, headers));
    }
}
