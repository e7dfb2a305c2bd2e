package org.trunkline.engine.directory.trunk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.directory.digest.DigestClient;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.OutOfDialog.Outcome;

/**
 * Keeps one trunk registered with its carrier (RFC 3261 §10.2), for as long as the trunk is configured. Each request
 * carries the host name, so that it is resolved anew. <b>Threads:</b> any.
 */
final class OutwardRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(OutwardRegistration.class);
    private static final double REFRESH_AT = 0.85;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    /** Carriers ban those who keep knocking with a wrong password. */
    private static final Duration REFUSED_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_ROUNDS = 4;
    private static final Pattern EXPIRES = Pattern.compile("(?i);\\s*expires\\s*=\\s*\"?(\\d{1,9})");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern ROUTE = Pattern.compile("(?i)<sips?:[^<>\\s,]{1,500};lr(?:[;=][^<>\\s,]*)?>");
    private static final int MOST_ROUTES = 8;
    private static final int SHORTEST_EXPIRES = 10;
    private static final int LONGEST_EXPIRES = 86_400;
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int INTERVAL_TOO_BRIEF = 423;

    private final Trunk trunk;
    private final TrunkRegistration account;
    private final String contactUser;
    private final TrunkState state;
    private final OutOfDialog sender;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final DigestClient digest;
    private final String callId = UUID.randomUUID().toString();
    private Scheduler.@Nullable Timer timer;
    private Runnable whenGone = () -> {};
    private long cseq;
    private int expires;
    private int rounds;
    private int failures;
    private boolean registered;
    private boolean inFlight;
    private boolean closing;
    private boolean removing;

    /** @param contactUser user part of Contact: hard to guess, as calls to it are taken for the carrier's */
    OutwardRegistration(Trunk trunk, TrunkRegistration account, String password, String contactUser, TrunkState state,
            OutOfDialog sender, Scheduler scheduler, RandomGenerator random) {
        this.trunk = trunk;
        this.account = account;
        this.contactUser = contactUser;
        this.state = state;
        this.sender = sender;
        this.scheduler = scheduler;
        this.random = random;
        this.digest = new DigestClient(account.username(), password, random);
        this.expires = account.expiresSeconds();
    }

    String contactUser() {
        return contactUser;
    }

    synchronized void start(Duration delay) {
        state.registered(Optional.of(false), new LocalizableText("not-registered-yet", List.of(), "not registered yet"));
        plan(delay);
    }

    /** Takes the registration back where there is one. @param done run once, when it is gone or nobody answers */
    synchronized void close(Runnable done) {
        if (closing)
            return;
        closing = true;
        whenGone = done;
        cancel();
        if (inFlight)
            return; // what that request brings is taken back when it is answered
        if (registered)
            remove();
        else
            finish();
    }

    private void remove() {
        removing = true;
        rounds = 0;
        scheduler.after(Duration.ZERO, this::send);
    }

    private void plan(Duration delay) {
        cancel();
        rounds = 0;
        timer = scheduler.after(delay, this::send);
    }

    private void cancel() {
        if (timer != null)
            timer.cancel();
        timer = null;
    }

    private void send() {
        OutOfDialog.Request request;
        synchronized (this) {
            inFlight = true;
            rounds++;
            request = request(removing ? 0 : expires);
        }
        sender.send(request, this::answer);
    }

    private OutOfDialog.Request request(int seconds) {
        String uri = SipUris.of(trunk);
        String aor = SipUris.of(account.username(), trunk.peer().host());
        var headers = digest.credentials("REGISTER", uri).map(h -> Map.of(h.name(), h.value())).orElse(Map.of());
        return new OutOfDialog.Request("REGISTER", trunk.peer().host(), trunk.peer().port(), trunk.peer().transport(), uri, aor, aor,
                Optional.of(contactUser), OptionalInt.of(seconds), Optional.of(callId), ++cseq, headers);
    }

    private synchronized void answer(Outcome outcome) {
        inFlight = false;
        switch (outcome) {
            case Outcome.Answered answered -> answered(answered);
            case Outcome.NoAnswer() -> failed(new LocalizableText("no-answer-to", List.of("REGISTER"), "no answer to REGISTER"),
                    FIRST_PAUSE);
            case Outcome.NotSent(LocalizableText problem) -> failed(problem, FIRST_PAUSE);
        }
    }

    private void answered(Outcome.Answered answer) {
        int status = answer.status();
        if (status >= 200 && status < 300)
            succeeded(answer);
        else if (status == UNAUTHORIZED || status == PROXY_AUTHENTICATION_REQUIRED)
            challenged(answer, status == PROXY_AUTHENTICATION_REQUIRED);
        else if (status == INTERVAL_TOO_BRIEF && rounds < MOST_ROUNDS && !closing)
            lengthen(answer);
        else
            failed(answer.said(), status >= 400 && status < 500 ? REFUSED_PAUSE : FIRST_PAUSE);
    }

    private void challenged(Outcome.Answered answer, boolean proxy) {
        var values = answer.headers().getOrDefault(proxy ? "proxy-authenticate" : "www-authenticate", List.of());
        if (rounds < MOST_ROUNDS && digest.challenged(values, proxy, rounds == 1) && (!closing || removing))
            scheduler.after(Duration.ZERO, this::send);
        else
            failed(new LocalizableText("credentials-refused", answer.said().args(), "credentials refused: " + answer.said().message()),
                    REFUSED_PAUSE);
    }

    private void lengthen(Outcome.Answered answer) {
        int minimum = seconds(answer, "min-expires").orElse(0);
        if (minimum <= expires || minimum > LONGEST_EXPIRES) {
            failed(new LocalizableText("bad-min-expires", List.of(String.valueOf(minimum)), "423 with a Min-Expires of " + minimum + " s"),
                    REFUSED_PAUSE);
            return;
        }
        expires = minimum;
        scheduler.after(Duration.ZERO, this::send);
    }

    private void succeeded(Outcome.Answered answer) {
        if (removing) {
            finish();
            return;
        }
        if (!registered)
            LOG.info("trunk {} is registered", trunk.name());
        registered = true;
        failures = 0;
        if (closing) {
            remove();
            return;
        }
        state.registered(serviceRoute(answer));
        plan(Duration.ofMillis((long) (granted(answer) * 1000L * REFRESH_AT)));
    }

    private void failed(LocalizableText why, Duration pause) {
        if (closing) {
            finish();
            return;
        }
        if (registered || failures == 0)
            LOG.warn("trunk {} is not registered: {}", trunk.name(), why.message());
        registered = false;
        state.registered(Optional.of(false), why);
        long millis = Math.min(pause.toMillis() << Math.min(failures, 10), LONGEST_PAUSE.toMillis());
        failures++;
        plan(Duration.ofMillis((long) (millis * random.nextDouble(0.9, 1.1))));
    }

    private void finish() {
        registered = false;
        whenGone.run();
        whenGone = () -> {};
    }

    /** What the registrar granted for our contact: its own parameter, else the Expires header, else what was asked. */
    private int granted(Outcome.Answered answer) {
        var contact = answer.headers().getOrDefault("contact", List.of()).stream()
                .flatMap(value -> Stream.of(value.split(","))).filter(c -> c.contains(contactUser + "@"))
                .map(EXPIRES::matcher).filter(Matcher::find).map(m -> Integer.parseInt(m.group(1))).findFirst();
        int seconds = contact.or(() -> seconds(answer, "expires")).orElse(expires);
        return Math.clamp(seconds, SHORTEST_EXPIRES, LONGEST_EXPIRES);
    }

    /** Values that are no loose route are left out: a strict router would get requests that are not for it. */
    private static List<String> serviceRoute(Outcome.Answered answer) {
        return answer.headers().getOrDefault("service-route", List.of()).stream()
                .flatMap(line -> ROUTE.matcher(line).results().map(MatchResult::group)).limit(MOST_ROUTES).toList();
    }

    private static Optional<Integer> seconds(Outcome.Answered answer, String header) {
        return answer.headers().getOrDefault(header, List.of()).stream().findFirst().map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches()).map(Integer::parseInt);
    }
}
