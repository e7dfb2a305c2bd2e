package org.trunkline.http.internal;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.http.internal.answer.Caller;
import org.trunkline.http.internal.answer.Problem;

/** Who may ask: those with the token, plug-ins with one of their own, and by no name that a foreign web page could have pointed at us. */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]|\\[0:0:0:0:0:0:0:1\\])(:[0-9]{1,5})?");
    private static final String SCHEME = "bearer ";

    private final byte[] tokenHash;
    private final FailedTries tries = new FailedTries();
    private final PluginSessions sessions;
    private final InstantSource clock;

    Guard(String token, PluginSessions sessions, InstantSource clock) {
        this.tokenHash = PluginSessions.hash(token);
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Of plain HTTP, which is on loopback alone. Against DNS rebinding: a foreign page that reaches loopback by its own name. */
    void checkHost(Optional<String> host) throws Problem {
        if (!LOOPBACK.matcher(host.orElse("").toLowerCase(Locale.ROOT)).matches())
            throw Problem.of(421, "wrong-host", "Misdirected request",
                    "Plain HTTP is available on the loopback address only; use 127.0.0.1 or localhost");
    }

    /** Who it is. */
    Caller checkToken(Optional<String> authorization, InetAddress from) throws Problem {
        var header = authorization.orElse("");
        boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        var known = bearer ? known(PluginSessions.hash(header.substring(SCHEME.length()).strip())) : Optional.<Caller>empty();
        if (known.isPresent())
            return known.get();
        var wait = bearer ? tries.failed(from, clock.instant()) : Optional.<Duration>empty();
        if (wait.isPresent()) {
            LOG.debug("Too many wrong tokens from {}", from);
            throw Problem.of(429, "too-many-tries", "Too many wrong tokens", "Wait before the next try",
                    Map.of("Retry-After", String.valueOf(wait.get().toSeconds() + 1)));
        }
        throw Problem.of(401, "unauthorized", "Unauthorized", bearer
                ? "This is not the token in the node's admin.token file"
                : "Send \"Authorization: Bearer\" and the token in the node's admin.token file",
                Map.of("WWW-Authenticate", "Bearer realm=\"trunkline\"" + (bearer ? ", error=\"invalid_token\"" : "")));
    }

    private Optional<Caller> known(byte[] hash) {
        return MessageDigest.isEqual(tokenHash, hash) ? Optional.of(Caller.ADMINISTRATOR) : sessions.find(hash);
    }
}
