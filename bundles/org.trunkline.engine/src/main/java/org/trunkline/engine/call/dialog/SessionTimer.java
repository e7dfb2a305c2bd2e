package org.trunkline.engine.call.dialog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingMessage;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;

/** The session timer of one leg (RFC 4028). The node refreshes where the peer does not. */
public final class SessionTimer {
    public static final int MIN_SECONDS = 90;
    private static final int DEFAULT_SECONDS = 1800;
    private static final int MAX_SECONDS = 86_400;

    private final Session session;
    private int seconds = DEFAULT_SECONDS;
    private boolean weRefresh = true;
    private boolean peerKnows;
    private Optional<Scheduler.Timer> timer = Optional.empty();

    /** Whose timer it is. */
    interface Session {
        Scheduler.Timer after(Duration delay, Runnable task);

        /** The node is to refresh. */
        void refreshSession();

        /** The peer did not refresh. */
        void sessionExpired();
    }

    SessionTimer(Session session) {
        this.session = session;
    }

    /** What an INVITE that opens the leg says. */
    public List<Header> proposal() {
        var headers = new ArrayList<>(interval());
        headers.add(HeaderPolicy.SUPPORTED);
        return headers;
    }

    /** What of it changes where the peer wanted a longer interval. */
    public List<Header> interval() {
        return List.of(new Header("Session-Expires", Integer.toString(seconds)),
                new Header("Min-SE", Integer.toString(MIN_SECONDS)));
    }

    /** What a refresh says, or a request that is one besides. */
    public List<Header> refreshProposal() {
        return List.of(HeaderPolicy.SUPPORTED,
                new Header("Session-Expires", seconds + ";refresher=" + (weRefresh ? "uac" : "uas")));
    }

    /** The peer wants a longer interval (422, RFC 4028 §7.4). @return false where it cannot be had */
    public boolean raise(IncomingResponse tooSmall) {
        int wanted = tooSmall.header("Min-SE").map(SessionTimer::seconds).orElse(0);
        if (wanted <= seconds || wanted > MAX_SECONDS)
            return false;
        seconds = wanted;
        return true;
    }

    /** Whether a request asks for refreshes too often to be granted. */
    public static boolean tooSmall(IncomingRequest request) {
        int wanted = expires(request).map(SessionTimer::seconds).orElse(MIN_SECONDS);
        return wanted < MIN_SECONDS && request.lists("Supported", "timer");
    }

    /** A request that the node is about to answer 2xx. */
    public void accept(IncomingRequest request) {
        peerKnows = request.lists("Supported", "timer") || request.lists("Require", "timer");
        var wanted = expires(request);
        if (wanted.isEmpty())
            return;
        seconds = Math.clamp(seconds(wanted.get()), MIN_SECONDS, MAX_SECONDS);
        var refresher = refresher(wanted.get());
        weRefresh = refresher.map("uas"::equals).orElse(!peerKnows);
    }

    /** What that 2xx says. */
    public List<Header> answer() {
        var headers = new ArrayList<Header>(3);
        headers.add(HeaderPolicy.SUPPORTED);
        headers.add(new Header("Session-Expires", seconds + ";refresher=" + (weRefresh ? "uas" : "uac")));
        if (peerKnows)
            headers.add(new Header("Require", "timer"));
        return headers;
    }

    /** A 2xx to a request of the node's. */
    public void accept(IncomingResponse success) {
        var granted = expires(success);
        peerKnows = granted.isPresent();
        // less than the node's Min-SE is nothing that the peer may grant (§9), and would have the node refresh all the time
        granted.map(SessionTimer::seconds).filter(s -> s > 0)
                .ifPresent(s -> seconds = Math.clamp(s, MIN_SECONDS, MAX_SECONDS));
        weRefresh = granted.flatMap(SessionTimer::refresher).map("uac"::equals).orElse(true);
    }

    /** Counts from now. */
    public void restart() {
        stop();
        timer = Optional.of(weRefresh
                ? session.after(Duration.ofSeconds(seconds / 2), session::refreshSession)
                : session.after(Duration.ofSeconds(seconds - Math.min(32, seconds / 3)), session::sessionExpired));
    }

    public void stop() {
        timer.ifPresent(Scheduler.Timer::cancel);
        timer = Optional.empty();
    }

    private static Optional<String> expires(IncomingMessage message) {
        return message.header("Session-Expires");
    }

    private static int seconds(String value) {
        int semicolon = value.indexOf(';');
        String digits = (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
        try {
            return Math.clamp(Long.parseLong(digits), 0, Integer.MAX_VALUE); // up to 2^32 - 1 (RFC 3261 §25.1)
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Optional<String> refresher(String value) {
        for (String part : value.split(";")) {
            String text = part.strip().toLowerCase(java.util.Locale.ROOT);
            if (text.startsWith("refresher="))
                return Optional.of(text.substring("refresher=".length()).strip());
        }
        return Optional.empty();
    }
}
