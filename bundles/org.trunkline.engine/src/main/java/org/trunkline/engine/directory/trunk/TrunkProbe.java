package org.trunkline.engine.directory.trunk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkTrial;
import org.trunkline.domain.config.TrunkTrial.Check;
import org.trunkline.domain.config.TrunkTrial.Step;
import org.trunkline.domain.config.TrunkTrial.Verdict;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.directory.digest.DigestClient;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.OutOfDialog.Outcome;

/**
 * Tries a trunk that need not be saved: name, transport, OPTIONS, and a REGISTER without Contact, which asks for the
 * registrations there are and changes none (RFC 3261 §10.2.3). Blocks, for each request at most {@link #PATIENCE}.
 */
public final class TrunkProbe {
    /** Well below timer F: somebody waits for it. */
    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SHOWN = 6;
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final OutOfDialog sender;
    private final Executor blocking;
    private final RandomGenerator random;
    private final String from;

    /** @param blocking asks name servers @param realm of the node, the host in From */
    public TrunkProbe(OutOfDialog sender, Executor blocking, RandomGenerator random, String realm) {
        this.sender = sender;
        this.blocking = blocking;
        this.random = random;
        this.from = SipUris.of("trunkline", realm);
    }

    /** @param password of the registration; empty where none is known */
    public TrunkTrial run(Trunk trunk, Optional<String> password) throws InterruptedException {
        var steps = new ArrayList<Step>();
        steps.add(resolve(trunk));
        if (steps.getFirst().verdict() == Verdict.FAILED) {
            for (var check : List.of(Check.TRANSPORT, Check.OPTIONS, Check.REGISTER))
                steps.add(notTried(check));
            return new TrunkTrial(steps);
        }
        long begun = System.nanoTime();
        var outcome = ask(request(trunk, "OPTIONS", from, SipUris.of(trunk), 1, Map.of("Accept", "application/sdp")));
        var took = since(begun);
        steps.add(reached(trunk, outcome, took));
        steps.add(answered(outcome, took));
        steps.add(steps.getLast().verdict() == Verdict.OK ? register(trunk, password) : notTried(Check.REGISTER));
        return new TrunkTrial(steps);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static Step notTried(Check check) {
        return new Step(check, Verdict.NOT_TRIED, new LocalizableText("trial-not-tried", List.of(), "not tried, as the check before failed"),
                "", Duration.ZERO);
    }

    private Step resolve(Trunk trunk) throws InterruptedException {
        long begun = System.nanoTime();
        String host = trunk.peer().host();
        var found = CompletableFuture.supplyAsync(() -> addresses(host), blocking);
        var all = await(found).orElse(List.of());
        if (all.isEmpty())
            return new Step(Check.DNS, Verdict.FAILED, new LocalizableText("no-such-name", List.of(host), "the name " + host
                    + " does not resolve"), "host", since(begun));
        String shown = all.stream().limit(SHOWN).map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        return new Step(Check.DNS, Verdict.OK, new LocalizableText("trial-resolved", List.of(shown), host + " leads to " + shown), "",
                since(begun));
    }

    private List<InetAddress> addresses(String host) {
        try {
            return sender.addresses(host);
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static <T> Optional<T> await(CompletableFuture<T> found) throws InterruptedException {
        try {
            return Optional.of(found.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        }
    }

    private Outcome ask(OutOfDialog.Request request) throws InterruptedException {
        var outcome = new CompletableFuture<Outcome>();
        sender.send(request, outcome::complete);
        return await(outcome).orElseGet(Outcome.NoAnswer::new);
    }

    private static OutOfDialog.Request request(Trunk trunk, String method, String from, String to, long cseq,
            Map<String, String> headers) {
        var peer = trunk.peer();
        return new OutOfDialog.Request(method, peer.host(), peer.port(), peer.transport(), SipUris.of(trunk), from, to,
                Optional.empty(), OptionalInt.empty(), Optional.empty(), cseq, headers);
    }

    private static Step reached(Trunk trunk, Outcome outcome, Duration took) {
        var transport = trunk.peer().transport();
        String name = transport.name();
        return switch (outcome) {
            case Outcome.Answered _ -> new Step(Check.TRANSPORT, Verdict.OK, new LocalizableText("trial-reached", List.of(name),
                    "reached over " + name), "", took);
            case Outcome.NoAnswer() -> new Step(Check.TRANSPORT, Verdict.NOT_TRIED, new LocalizableText("trial-silent", List.of(name),
                    "whether it is reached over " + name + " only an answer shows"), "", took);
            case Outcome.NotSent(LocalizableText problem) -> new Step(Check.TRANSPORT, Verdict.FAILED, problem, field(problem, transport),
                    took);
        };
    }

    private static String field(LocalizableText problem, Transport transport) {
        return switch (problem.code()) {
            case "no-such-name" -> "host";
            case "no-certificate", "transport-not-spoken" -> "transport";
            default -> transport == Transport.TLS && problem.message().toLowerCase(Locale.ROOT).contains("certificate")
                    ? "security.certificateName" : "port";
        };
    }

    private static Step answered(Outcome outcome, Duration took) {
        return switch (outcome) {
            case Outcome.Answered answer when !TrunkState.isFailure(answer.status()) -> new Step(Check.OPTIONS, Verdict.OK,
                    answer.said(), "", took);
            case Outcome.Answered answer -> new Step(Check.OPTIONS, Verdict.FAILED, answer.said(), "", took);
            case Outcome.NoAnswer() -> new Step(Check.OPTIONS, Verdict.FAILED, silence("OPTIONS"), "port", took);
            case Outcome.NotSent _ -> notTried(Check.OPTIONS);
        };
    }

    private static LocalizableText silence(String method) {
        return new LocalizableText("no-answer-to", List.of(method), "no answer to " + method);
    }

    private Step register(Trunk trunk, Optional<String> password) throws InterruptedException {
        if (trunk.registration().isEmpty())
            return new Step(Check.REGISTER, Verdict.NOT_TRIED, new LocalizableText("trial-no-registration", List.of(),
                    "the trunk does not register"), "", Duration.ZERO);
        if (password.isEmpty())
            return new Step(Check.REGISTER, Verdict.NOT_TRIED, new LocalizableText("trial-password-needed", List.of(),
                    "type the password to try it"), "registration.password", Duration.ZERO);
        return register(trunk, trunk.registration().get(), password.get());
    }

    private Step register(Trunk trunk, TrunkRegistration account, String password) throws InterruptedException {
        long begun = System.nanoTime();
        var digest = new DigestClient(account.username(), password, random);
        String aor = SipUris.of(account.username(), trunk.peer().host());
        var outcome = ask(request(trunk, "REGISTER", aor, aor, 1, Map.of()));
        if (outcome instanceof Outcome.Answered first && challenged(first, digest)) {
            var header = digest.credentials("REGISTER", SipUris.of(trunk));
            if (header.isPresent())
                outcome = ask(request(trunk, "REGISTER", aor, aor, 2, Map.of(header.get().name(), header.get().value())));
        }
        var took = since(begun);
        return switch (outcome) {
            case Outcome.Answered answer when answer.status() / 100 == 2 -> new Step(Check.REGISTER, Verdict.OK, answer.said(), "",
                    took);
            case Outcome.Answered answer when isChallenge(answer.status()) -> new Step(Check.REGISTER, Verdict.FAILED,
                    new LocalizableText("credentials-refused", answer.said().args(), "credentials refused: " + answer.said().message()),
                    "registration.password", took);
            case Outcome.Answered answer -> new Step(Check.REGISTER, Verdict.FAILED, answer.said(), "registration.username", took);
            case Outcome.NoAnswer() -> new Step(Check.REGISTER, Verdict.FAILED, silence("REGISTER"), "host", took);
            case Outcome.NotSent(LocalizableText problem) -> new Step(Check.REGISTER, Verdict.FAILED, problem, "host", took);
        };
    }

    private static boolean isChallenge(int status) {
        return status == UNAUTHORIZED || status == PROXY_AUTHENTICATION_REQUIRED;
    }

    private static boolean challenged(Outcome.Answered answer, DigestClient digest) {
        boolean proxy = answer.status() == PROXY_AUTHENTICATION_REQUIRED;
        return isChallenge(answer.status()) && digest.challenged(answer.headers().getOrDefault(proxy ? "proxy-authenticate"
                : "www-authenticate", List.of()), proxy, true);
    }
}
