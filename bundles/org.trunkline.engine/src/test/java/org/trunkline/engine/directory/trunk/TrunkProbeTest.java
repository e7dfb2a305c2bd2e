package org.trunkline.engine.directory.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.config.TrunkTrial;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.port.signaling.OutOfDialog;

/** Each verdict names the field to change, and nothing is changed at the peer. */
class TrunkProbeTest {
    private static final String CHALLENGE = "Digest realm=\"carrier\", nonce=\"abc\", qop=\"auth\", algorithm=MD5";

    private final Deque<OutOfDialog.Outcome> answers = new ArrayDeque<>();
    private final List<OutOfDialog.Request> requests = new ArrayList<>();
    private final OutOfDialog peer = new OutOfDialog() {
        @Override
        public void send(Request request, Consumer<Outcome> result) {
            requests.add(request);
            result.accept(answers.removeFirst());
        }

        @Override
        public List<InetAddress> addresses(String host) throws UnknownHostException {
            if (host.equals("nowhere.example"))
                throw new UnknownHostException(host);
            return List.of(InetAddress.ofLiteral("192.0.2.7"));
        }
    };
    private final TrunkProbe probe = new TrunkProbe(peer, Runnable::run, new Random(1), "trunkline");

    private static Trunk trunk(String host, Transport transport) {
        return new Trunk("A", new TrunkPeer(host, 5060, transport, List.of(), false), true,
                Optional.of(new TrunkRegistration("user", Secret.KEPT, 600)), TrunkSecurity.NONE, new TrunkLimits(0, 0, 30, 120),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
    }

    private void answer(int status, Map<String, List<String>> headers) {
        answers.add(new OutOfDialog.Outcome.Answered(status, "Phrase", headers, Duration.ofMillis(7)));
    }

    private static List<String> verdicts(TrunkTrial trial) {
        return trial.steps().stream().map(s -> s.check() + " " + s.verdict() + " " + s.field()).map(String::strip).toList();
    }

    @Test
    void whatWorksIsSaidAndARegistrationIsOnlyAskedFor() throws Exception {
        answer(405, Map.of());
        answer(401, Map.of("www-authenticate", List.of(CHALLENGE)));
        answer(200, Map.of());
        assertEquals(List.of("DNS OK", "TRANSPORT OK", "OPTIONS OK", "REGISTER OK"),
                verdicts(probe.run(trunk("sip.example", Transport.UDP), Optional.of("secret"))));
        assertEquals(List.of("OPTIONS", "REGISTER", "REGISTER"), requests.stream().map(OutOfDialog.Request::method).toList());
        assertTrue(requests.stream().allMatch(r -> r.contactUser().isEmpty() && r.expires().isEmpty()), "no binding is made");
        assertTrue(requests.getLast().headers().get("Authorization").contains("username=\"user\""));
    }

    @Test
    void aNameThatLeadsNowhereEndsTheTrial() throws Exception {
        assertEquals(List.of("DNS FAILED host", "TRANSPORT NOT_TRIED", "OPTIONS NOT_TRIED", "REGISTER NOT_TRIED"),
                verdicts(probe.run(trunk("nowhere.example", Transport.UDP), Optional.of("secret"))));
        assertEquals(List.of(), requests);
    }

    @Test
    void whatCannotBeReachedNamesTransportPortOrCertificate() throws Exception {
        answers.add(new OutOfDialog.Outcome.NotSent(new LocalizableText("not-sent", List.of("refused"), "Connection refused")));
        assertEquals("TRANSPORT FAILED port", verdicts(probe.run(trunk("a.example", Transport.TCP), Optional.empty())).get(1));
        answers.add(new OutOfDialog.Outcome.NotSent(new LocalizableText("not-sent", List.of("x"), "No name of the certificate matches")));
        assertEquals("TRANSPORT FAILED security.certificateName",
                verdicts(probe.run(trunk("a.example", Transport.TLS), Optional.empty())).get(1));
        answers.add(new OutOfDialog.Outcome.NotSent(new LocalizableText("no-certificate", List.of(), "no certificate")));
        assertEquals("TRANSPORT FAILED transport", verdicts(probe.run(trunk("a.example", Transport.TLS), Optional.empty())).get(1));
    }

    @Test
    void silenceAndRefusedCredentialsNameTheirFields() throws Exception {
        answers.add(new OutOfDialog.Outcome.NoAnswer());
        assertEquals(List.of("DNS OK", "TRANSPORT NOT_TRIED", "OPTIONS FAILED port", "REGISTER NOT_TRIED"),
                verdicts(probe.run(trunk("a.example", Transport.UDP), Optional.of("secret"))));
        answer(200, Map.of());
        answer(401, Map.of("www-authenticate", List.of(CHALLENGE)));
        answer(401, Map.of("www-authenticate", List.of(CHALLENGE)));
        assertEquals("REGISTER FAILED registration.password",
                verdicts(probe.run(trunk("a.example", Transport.UDP), Optional.of("wrong"))).getLast());
        answer(200, Map.of());
        assertEquals("REGISTER NOT_TRIED registration.password",
                verdicts(probe.run(trunk("a.example", Transport.UDP), Optional.empty())).getLast());
    }
}
