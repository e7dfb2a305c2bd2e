package org.trunkline.engine.directory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.directory.digest.DigestHeader;
import org.trunkline.engine.directory.registrar.Registrar;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.push.PushMessage;
import org.trunkline.engine.port.push.PushMessage.Kind;
import org.trunkline.engine.port.push.PushSender;
import org.trunkline.engine.port.push.PushSender.Outcome;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.routing.Directory.Admission;
import org.trunkline.engine.port.routing.Directory.Contact;
import org.trunkline.engine.port.routing.Directory.Lease;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.routing.NumberPlan;
import org.trunkline.engine.port.signaling.DeviceFlow;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.RegisterHandler.Register;
import org.trunkline.engine.port.signaling.RegisterHandler.RegisterContact;
import org.trunkline.engine.port.signaling.RegisterHandler.Reply;
import org.trunkline.engine.port.signaling.SourceTrust;

class LiveDirectoryTest {
    private static final InetSocketAddress PHONE = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.50"), 33_000);

    private static final NumberPlan NO_PLAN = new NumberPlan() {
        @Override
        public Optional<String> normalise(String text, String region) {
            return Optional.empty();
        }

        @Override
        public Optional<String> national(String e164, String region) {
            return Optional.empty();
        }
    };

    /** Keeps bindings by contact; may be told to fail. */
    private static final class Store implements ConfigStore {
        final Map<String, StoredBinding> bindings = new LinkedHashMap<>();
        final Map<String, PushSubscription> pushes = new LinkedHashMap<>();
        boolean down;

        @Override
        public void savePushSubscriptions(List<PushSubscription> put, List<PushSubscription> removed) {
            removed.forEach(it -> pushes.remove(it.endpoint()));
            put.forEach(it -> pushes.put(it.endpoint(), it));
        }

        @Override
        public Configuration load() {
            return Configuration.EMPTY;
        }

        @Override
        public Configuration apply(List<ConfigChange> changes, String who) throws StoreException {
            throw new StoreException("not here");
        }

        @Override
        public List<AuditEntry> audit(int limit) {
            return List.of();
        }

        @Override
        public List<StoredBinding> bindings() {
            return List.copyOf(bindings.values());
        }

        @Override
        public void saveBindings(Collection<StoredBinding> put, Collection<StoredBinding> removed)
                throws StoreException {
            if (down)
                throw new StoreException("the disk is full");
            removed.forEach(b -> bindings.remove(b.username() + b.contact()));
            put.forEach(b -> bindings.put(b.username() + b.contact(), b));
        }
    }

    private final ManualScheduler time = new ManualScheduler();
    private final Store store = new Store();
    private final List<OutOfDialog.Request> sent = new ArrayList<>();
    private LiveDirectory directory = fresh();
    private int count;

    private LiveDirectory fresh() {
        return fresh(time);
    }

    /** Pushes to hosts of push.example, with any keys. */
    private final PushSender push = new PushSender() {
        @Override
        public Optional<String> key() {
            return Optional.of("BKEY");
        }

        @Override
        public boolean accepts(PushSubscription subscription) {
            return subscription.endpoint().startsWith("https://push.example/");
        }

        @Override
        public void send(PushSubscription to, PushMessage message, Consumer<Outcome> told) {
            told.accept(Outcome.GONE);
        }
    };

    private List<String> endpoints() {
        return directory.pushSubscriptions("bob").stream().map(PushSubscription::endpoint).toList();
    }

    private LiveDirectory pushing() {
        var settings = new DirectorySettings("trunkline", "", Duration.ofSeconds(30),
                List.of(DigestAlgorithm.values()), new byte[32]);
        return new LiveDirectory(settings, time, (request, _) -> sent.add(request), store, NO_PLAN, Runnable::run, push);
    }

    private static final String NATIVE = "sip:bob@10.0.0.9:5060;pn-provider=webpush;pn-prid=https%3A%2F%2Fpush.example%2Fn%3Fa%3D1;transport=tcp";
    private static final String BROWSER = "sip:bob@x.invalid;transport=ws;pn-provider=webpush;pn-prid=https://push.example/b"
            + ";trunkline-p256dh=KEY;trunkline-auth=SECRET";

    /** RFC 8599 §4.1, §5.1: the node says what it can, keeps what phones name, and no other phone sees it. */
    @Test
    void phonesSayHowTheyAreWoken() {
        directory = pushing();
        start();
        var asked = register("bob", "a", 1, 600, "sip:bob@10.0.0.9:5060;pn-provider;transport=tcp");
        assertEquals(Optional.of("*;+sip.pns=\"webpush\";+sip.vapid=\"BKEY\""), asked.features());
        assertEquals(List.of(), endpoints());
        assertEquals(Optional.empty(), register("bob", "c", 1, 600, "sip:bob@10.0.0.8:5060").features());

        var told = new ArrayList<List<String>>();
        var listening = directory.onRegistered("bob", () -> told.add(directory.contacts("bob").stream().map(Contact::uri).toList()));
        assertEquals(200, register("bob", "a", 2, 600, NATIVE).status());
        assertEquals(List.of("https://push.example/n?a=1"), endpoints());
        assertEquals("sip:bob@10.0.0.9:5060;transport=tcp", directory.pushSubscriptions("bob").getFirst().contact());
        assertTrue(told.getFirst().contains("sip:bob@10.0.0.9:5060;transport=tcp"), "contacts have it by then, without parameters");
        assertDoesNotThrow(listening::close);
        assertEquals(200, register("bob", "a", 3, 0, "sip:bob@10.0.0.9:5060;transport=tcp").status());
        assertEquals(List.of(), endpoints(), "it lives as long as its registration");
        assertEquals(1, told.size());
    }

    /** RFC 8599 §8.1 */
    @Test
    void otherPushServicesAreRefused() {
        directory = pushing();
        start();
        for (String contact : List.of("sip:bob@10.0.0.9;pn-provider=apns;pn-param=x;pn-prid=1", "sip:bob@10.0.0.9;pn-provider=webpush",
                "sip:bob@10.0.0.9;pn-provider=webpush;pn-prid=https://192.168.1.1/x"))
            assertEquals(555, register("bob", "a", 1, 600, contact).status(), contact);
        assertEquals(List.of(), directory.contacts("bob"));
        assertEquals(200, register("bob", "a", 2, 0, "sip:bob@10.0.0.9;pn-provider=apns;pn-param=x;pn-prid=1").status());
    }

    /** It outlives its registration, a restart, but not what the push service says, another password, or 30 days. */
    @Test
    void aBrowserIsWokenAfterItsPageWasClosed() {
        directory = pushing();
        start();
        assertEquals(200, register("bob", "a", 1, 600, BROWSER).status());
        assertEquals(200, register("bob", "a", 2, 0, "sip:bob@x.invalid;transport=ws").status());
        assertEquals(List.of("https://push.example/b"), endpoints());
        time.advance(Duration.ofSeconds(2));
        assertEquals(Set.of("https://push.example/b"), store.pushes.keySet());

        directory = pushing();
        directory.start(configuration(1, true), List.of(), List.copyOf(store.pushes.values()));
        assertEquals(List.of("https://push.example/b"), endpoints());
        var outcomes = new ArrayList<Outcome>();
        directory.push(directory.pushSubscriptions("bob").getFirst(),
                new PushMessage(Kind.RINGS, "t", "alice", "alice", "", Duration.ofSeconds(30)), outcomes::add);
        assertEquals(List.of(Outcome.GONE), outcomes);
        assertEquals(List.of(), endpoints());
        time.advance(Duration.ofSeconds(2));
        assertEquals(Map.of(), store.pushes);

        register("bob", "b", 1, 600, BROWSER);
        directory.apply(configuration(2, false));
        assertEquals(List.of(), endpoints(), "disabled");
        directory.apply(configuration(3, true));
        assertEquals(1, endpoints().size());
        var old = configuration(4, true);
        directory.apply(new Configuration(4, old.subscribers(), Map.of("bob", DigestAlgorithm.secretOf("bob", "trunkline", "other")),
                List.of(), Map.of(), List.of(), List.of(), List.of()));
        assertEquals(List.of(), endpoints(), "another password");
    }

    @Test
    void aDeviceRingsForTheOneWhoSignedInLast() {
        directory = pushing();
        start();
        register("bob", "a", 1, 600, BROWSER);
        register("alice", "b", 1, 600, BROWSER.replace("sip:bob", "sip:alice"));
        assertEquals(List.of(), endpoints());
        assertEquals(1, directory.pushSubscriptions("alice").size());
        register("bob", "c", 1, 600, BROWSER);
        assertEquals(1, endpoints().size());
        assertEquals(List.of(), directory.pushSubscriptions("alice"));
    }

    @Test
    void pushSubscriptionsAreBounded() {
        directory = pushing();
        start();
        for (int i = 1; i < 9; i++)
            register("bob", "a" + i, 1, 600, BROWSER.replace("push.example/b", "push.example/" + i).replace("x.inv", i + ".inv"));
        assertEquals(List.of("https://push.example/4", "https://push.example/5", "https://push.example/6", "https://push.example/7",
                "https://push.example/8"), endpoints());
        assertEquals(200, register("bob", "x", 1, 0, BROWSER.replace("push.example/b", "push.example/8")).status());
        assertEquals(4, endpoints().size(), "signed out");
        time.advance(Duration.ofDays(31));
        assertEquals(List.of(), endpoints());
    }

    private LiveDirectory fresh(Scheduler scheduler) {
        var settings = new DirectorySettings("trunkline", "", Duration.ofSeconds(30),
                List.of(DigestAlgorithm.values()), new byte[32]);
        return new LiveDirectory(settings, scheduler, (request, _) -> sent.add(request), store, NO_PLAN, Runnable::run);
    }

    /** An administrator changes the country or an emergency number, and the next call is decided by it. */
    @Test
    void settingsChangeWhileCallsGoOn() {
        directory.settings(new DirectorySettings("another", "SE", Duration.ofSeconds(20), List.of(DigestAlgorithm.MD5),
                new DialCodes("*9", Set.of("90000"), true), true, new byte[32]));
        assertTrue(directory.emergency("90000"));
        assertFalse(directory.emergency("112"));
        assertTrue(directory.admission().emergency("sip:90000@node"), "the signalling knows");
        assertEquals(Duration.ofSeconds(20), directory.subscriberRingTime());
        assertTrue(directory.passesTransfers());
        assertEquals("trunkline", directory.realm(), "passwords are made for it");
    }

    private static Trunk trunk(String name, String host, int port, boolean enabled, String... inbound) {
        return new Trunk(name, new TrunkPeer(host, port, Transport.UDP, List.of(inbound), false), enabled,
                Optional.of(new TrunkRegistration("user", Secret.KEPT, 600)), TrunkSecurity.NONE, new TrunkLimits(0, 0, 30, 120),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
    }

    private static Configuration configuration(long revision, boolean bobEnabled, Trunk... trunks) {
        return new Configuration(revision,
                List.of(new Subscriber("alice", Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER), new Subscriber("bob", Secret.KEPT, "", bobEnabled, CallHandling.PLAIN, Srtp.OFFER)),
                Map.of("alice", DigestAlgorithm.secretOf("alice", "trunkline", "pass-alice"), "bob",
                        DigestAlgorithm.secretOf("bob", "trunkline", "pass-bob")),
                List.of(trunks), Map.of("A", "secret"), List.of(), List.of(), List.of());
    }

    @BeforeEach
    void start() {
        directory.start(configuration(1, true, trunk("A", "192.0.2.1", 5060, true),
                trunk("B", "198.51.100.1", 5070, true, "203.0.113.0/24"),
                trunk("C", "198.51.100.1", 5080, true, "203.0.113.7", "2001:db8::/32")), List.of());
    }

    /** RFC 5922: wherever it calls from, and only where the trunk asks for a certificate. */
    @Test
    void aCertificateNamesItsTrunk() {
        var plain = trunk("A", "192.0.2.1", 5060, true);
        var named = secured("N", "192.0.2.9", new TrunkSecurity(Srtp.NEVER, Optional.of("SBC.example"), true));
        var hosted = secured("H", "sip.example", new TrunkSecurity(Srtp.NEVER, Optional.empty(), true));
        var open = secured("O", "open.example", TrunkSecurity.NONE);
        directory.start(configuration(2, true, plain, named, hosted, open), List.of());

        assertEquals(Optional.of(named), directory.trunkOfCertificate(List.of("other.example", "sbc.example")));
        assertEquals(Optional.of(hosted), directory.trunkOfCertificate(List.of("sip.example")));
        assertEquals(Optional.empty(), directory.trunkOfCertificate(List.of("open.example", "192.0.2.1")));
        assertEquals(Optional.empty(), directory.trunkOfCertificate(List.of()));
        assertEquals("SBC.example", directory.admission().certificateName("192.0.2.9"));
        assertEquals("sip.example", directory.admission().certificateName("sip.example"));
    }

    /** Nothing of a trunk that is saved changes for one that is tried. */
    @Test
    void aTrunkThatIsTriedNamesItsCertificate() {
        var other = Optional.of("SBC.example");
        directory.apply(configuration(2, true, secured("H", "sip.example", new TrunkSecurity(Srtp.NEVER, Optional.empty(), false)),
                trunk("U", "udp.example", 5060, true)));
        var draft = secured("New", "New.example", new TrunkSecurity(Srtp.NEVER, other, false));
        try (var _ = directory.expectCertificate(draft); var _ = directory.expectCertificate(secured("H", "sip.example", draft.security()));
                var _ = directory.expectCertificate(secured("U", "udp.example", draft.security()))) {
            assertEquals("SBC.example", directory.admission().certificateName("new.example"));
            assertEquals("sip.example", directory.admission().certificateName("sip.example"));
            assertEquals("SBC.example", directory.admission().certificateName("udp.example"), "the saved one needs none");
        }
        assertEquals("new.example", directory.admission().certificateName("new.example"));
        directory.openTrial(draft, Optional.empty()).orElseThrow().end();
        assertEquals("SBC.example", directory.admission().certificateName("new.example"), "its last requests too");
        time.advance(Duration.ofSeconds(33));
        assertEquals("new.example", directory.admission().certificateName("new.example"));
    }

    private static Trunk limited(String name, String host, int calls) {
        return new Trunk(name, new TrunkPeer(host, 5060, Transport.UDP, List.of(), false), false,
                Optional.of(new TrunkRegistration("user", Secret.of("typed"), 600)), TrunkSecurity.NONE, new TrunkLimits(calls, 0, 0, 120),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
    }

    private Optional<Reason> refusedOut(String trunk) {
        return switch (directory.admit(trunk, true)) {
            case Admission.Granted _ -> Optional.empty();
            case Admission.Refused refused -> Optional.of(refused.reason());
        };
    }

    private boolean proves(String trunk) {
        return directory.credentials(trunk, "BYE", "sip:192.0.2.77", List.of("Digest realm=\"x\", nonce=\"n\", algorithm=MD5")).isPresent();
    }

    @Test
    void aTrunkThatIsNotSavedIsForOneCallAlone() {
        var trial = directory.openTrial(limited("New", "192.0.2.77", 1), Optional.of("typed")).orElseThrow();
        String name = trial.name();
        assertEquals("New/unsaved", name);
        assertTrue(directory.routeOver(name, "+46701234567", "", "").isPresent());
        var lease = admitted(name); // though it is switched off
        assertEquals(Optional.of(Reason.CALLS_CAP), refusedOut(name));
        assertTrue(proves(name));

        assertEquals(Optional.of(Reason.DISABLED), Optional.of(assertInstanceOf(Admission.Refused.class, directory.admit(name, false)).reason()));
        assertEquals(Optional.empty(), directory.trunk(name));
        assertEquals(Optional.empty(), directory.routeOver(name, new RouteRequest(Optional.of("bob"), Optional.empty(), "+4670", "bob", "")));
        assertTrue(directory.trunks().stream().noneMatch(figures -> figures.trunk().name().equals(name)));
        assertEquals(Optional.empty(), directory.trunkAt(InetAddress.ofLiteral("192.0.2.77")));
        assertEquals(Secret.KEPT, trial.trunk().registration().orElseThrow().password());
        assertEquals(Optional.empty(), directory.openTrial(limited("New", "192.0.2.78", 1), Optional.empty()), "one at a time");

        trial.end();
        lease.release();
        assertEquals(Optional.of(Reason.DISABLED), refusedOut(name));
        assertTrue(proves(name), "its BYE may be challenged still");
        time.advance(Duration.ofSeconds(33));
        assertFalse(proves(name));
        assertEquals(Optional.empty(), directory.routeOver(name, "+46701234567", "", ""));
    }

    @Test
    void aTrunkThatIsNotSavedIsGoneInTheEnd() {
        String name = directory.openTrial(limited("x".repeat(64), "192.0.2.77", 0), Optional.of("typed")).orElseThrow().name();
        assertEquals(64, name.length());
        assertEquals("x".repeat(55) + "/unsaved", directory.openTrial(limited("x".repeat(55) + "\ud83d\ude00y", "192.0.2.77", 0), Optional.empty())
                .orElseThrow().name(), "no half a letter");
        time.advance(Duration.ofMinutes(16));
        assertFalse(proves(name));
        assertEquals("192.0.2.77/unsaved", directory.openTrial(limited("", "192.0.2.77", 0), Optional.empty()).orElseThrow().name());
    }

    private Lease admitted(String trunk) {
        return assertInstanceOf(Admission.Granted.class, directory.admit(trunk, true)).lease();
    }

    /** However long it lasts, and though its leg is in another call by then. */
    @Test
    void aTrunkThatIsNotSavedIsThereAsLongAsItsCall() {
        var draft = limited("New", "192.0.2.77", 0);
        var trial = directory.openTrial(draft, Optional.of("typed")).orElseThrow();
        var lease = admitted(trial.name());
        time.advance(Duration.ofMinutes(20));
        assertTrue(proves(trial.name()), "a long call refreshes its session");
        assertEquals(Optional.empty(), directory.openTrial(draft, Optional.empty()), "it is in use");
        trial.end();
        time.advance(Duration.ofMinutes(20));
        assertTrue(proves(trial.name()), "the call that was tested is over, not its leg");
        assertEquals(Optional.empty(), directory.openTrial(draft, Optional.empty()), "it is in use still");
        assertEquals(Optional.of(Reason.DISABLED), refusedOut(trial.name()));
        lease.release();
        lease.release();
        time.advance(Duration.ofSeconds(31));
        assertTrue(proves(trial.name()));
        time.advance(Duration.ofSeconds(2));
        assertFalse(proves(trial.name()));
        assertTrue(directory.openTrial(draft, Optional.empty()).isPresent());
    }

    /** Its first attempt may have failed: nothing ended it yet. */
    @Test
    void aTrunkThatIsNotSavedIsGoneWhereItsCallIsForgotten() {
        var trial = directory.openTrial(limited("New", "192.0.2.77", 0), Optional.of("typed")).orElseThrow();
        admitted(trial.name()).release();
        time.advance(Duration.ofMinutes(14));
        admitted(trial.name()).release();
        time.advance(Duration.ofMinutes(14));
        assertTrue(proves(trial.name()));
        time.advance(Duration.ofMinutes(2));
        assertFalse(proves(trial.name()));
    }

    /** One that was mistyped is corrected at once, though the call before has not come to its very end. */
    @Test
    void theLastCertificateThatIsTriedCounts() {
        directory.apply(configuration(2, true, plain("U", "udp.example", Optional.of("of.udp.example"))));
        for (String host : List.of("new.example", "udp.example"))
            for (String name : List.of("wrong.example", "right.example", "")) {
                var certificate = Optional.of(name).filter(it -> !it.isEmpty());
                var trial = directory.openTrial(secured("New", host, new TrunkSecurity(Srtp.NEVER, certificate, false)), Optional.empty()).orElseThrow();
                assertEquals(certificate.orElse(host), directory.admission().certificateName(host));
                trial.end();
            }
        time.advance(Duration.ofSeconds(33));
        assertEquals("new.example", directory.admission().certificateName("new.example"));
        assertEquals("of.udp.example", directory.admission().certificateName("udp.example"), "as before");
    }

    private static Trunk plain(String name, String host, Optional<String> certificate) {
        return new Trunk(name, new TrunkPeer(host, 5060, Transport.UDP, List.of(), false), true, Optional.empty(),
                new TrunkSecurity(Srtp.NEVER, certificate, false), new TrunkLimits(0, 0, 30, 120),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
    }

    /** The lines are the same. */
    @Test
    void otherValuesOfASavedTrunkCountAsItsCalls() {
        directory.apply(configuration(2, true, limited("A", "192.0.2.1", 1)));
        var trial = directory.openTrial(limited("A", "192.0.2.1", 5), Optional.empty()).orElseThrow();
        var lease = assertInstanceOf(Admission.Granted.class, directory.admit(trial.name(), true)).lease();
        assertEquals(Optional.of(Reason.CALLS_CAP), refusedOut(trial.name()), "as many as are saved");
        assertEquals(1, directory.trunks().getFirst().calls());
        lease.outcome(503, false);
        lease.release();
        assertEquals(0, directory.trunks().getFirst().calls());
        assertEquals(Optional.empty(), directory.trunks().getFirst().asr(), "says nothing of the saved one");
        trial.end();
        var elsewhere = directory.openTrial(limited("A", "192.0.2.99", 0), Optional.empty()).orElseThrow();
        assertEquals(Optional.empty(), refusedOut(elsewhere.name()));
        assertEquals(0, directory.trunks().getFirst().calls(), "another host has other lines");
    }

    private static Trunk secured(String name, String host, TrunkSecurity security) {
        return new Trunk(name, new TrunkPeer(host, 5061, Transport.TLS, List.of(), false), true,
                Optional.empty(), security, new TrunkLimits(0, 0, 30, 120),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
    }

    private Register request(String user, String aor, String callId, long cseq, boolean wildcard, int expires,
            String... contacts) {
        var challenge = assertInstanceOf(Reply.class, directory.registrar().register(unauthorized(aor)));
        assertEquals(401, challenge.status());
        String nonce = DigestHeader.parse(challenge.challenges().getFirst()).orElseThrow().get("nonce");
        String response = DigestAlgorithm.MD5.response(
                DigestAlgorithm.secretOf(user, "trunkline", "pass-" + user).md5(), nonce, "00000001", "c", "REGISTER", "sip:x");
        String authorization = "Digest username=\"" + user + "\", realm=\"trunkline\", nonce=\"" + nonce
                + "\", uri=\"sip:x\", response=\"" + response + "\", cnonce=\"c\", nc=00000001, qop=auth";
        return new Register("sip:x", aor, "x", callId, cseq, contacts(contacts), wildcard, expiresHeader(expires),
                List.of(authorization), PHONE, "udp", true, "Test/1", List.of(), false);
    }

    private static OptionalInt expiresHeader(int expires) {
        return expires < 0 ? OptionalInt.empty() : OptionalInt.of(expires);
    }

    private static List<RegisterContact> contacts(String... uris) {
        return List.of(uris).stream().map(u -> new RegisterContact(u, OptionalInt.empty(), Optional.empty(), DeviceFlow.NONE)).toList();
    }

    private Register unauthorized(String aor) {
        return new Register("sip:x", aor, "x", "c", 1, List.of(), false, OptionalInt.empty(), List.of(), PHONE, "udp",
                true, "", List.of(), false);
    }

    private Reply register(String user, String callId, long cseq, int expires, String contact) {
        return directory.registrar().register(request(user, user, callId, cseq, false, expires, contact));
    }

    private Reply register(String user, int expires, String... contacts) {
        return directory.registrar().register(request(user, user, "call-" + count++, 1, false, expires, contacts));
    }

    private List<String> uris(String user) {
        return directory.contacts(user).stream().map(Contact::uri).toList();
    }

    /** The answer may bring the phone's next request at once: by then the adapter knows the phone. */
    @Test
    void aSourceIsPublishedBeforeItsRegistrationIsAnswered() throws Exception {
        var published = new AtomicReference<>(directory.admission());
        try (var _ = directory.onAdmissionChange(() -> published.set(directory.admission()))) {
            assertEquals(SourceTrust.STRANGER, published.get().standing(PHONE.getAddress()));
            register("alice", 60, "sip:alice@10.0.0.5");
            assertEquals(SourceTrust.REGISTERED, published.get().standing(PHONE.getAddress()));
            var first = published.get();
            register("bob", 600, "sip:bob@10.0.0.6");
            assertSame(first, published.get(), "a second phone at the same address changes nothing");
            time.advance(Duration.ofSeconds(70));
            assertEquals(SourceTrust.REGISTERED, published.get().standing(PHONE.getAddress()), "bob is there still");
            register("bob", 0, "sip:bob@10.0.0.6");
            assertEquals(SourceTrust.STRANGER, published.get().standing(PHONE.getAddress()));
        }
    }

    /** Two threads register and unregister phones at one address: the last published snapshot is the right one. */
    @Test
    void sourcesThatComeAndGoAtOnceArePublishedAsTheyAre() throws Exception {
        var clock = new WheelScheduler();
        directory = fresh(clock);
        start();
        var published = new AtomicReference<>(directory.admission());
        var turn = new Object();
        try (var _ = directory.onAdmissionChange(() -> {
            synchronized (turn) {
                published.set(directory.admission());
            }
        }); var threads = Executors.newFixedThreadPool(2)) {
            var both = new ArrayList<Future<?>>();
            for (String user : List.of("alice", "bob"))
                both.add(threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        directory.registrar().register(request(user, user, user + "-in-" + i, 1, false, 60, "sip:" + user + "@10.0.0.5"));
                        assertEquals(SourceTrust.REGISTERED, published.get().standing(PHONE.getAddress()));
                        directory.registrar().register(request(user, user, user + "-out-" + i, 1, false, 0, "sip:" + user + "@10.0.0.5"));
                    }
                    return null;
                }));
            for (var each : both)
                each.get();
            assertEquals(SourceTrust.STRANGER, published.get().standing(PHONE.getAddress()));
        } finally {
            directory.stop();
            clock.close();
        }
    }

    @Test
    void trunksAndEmergencyNumbersArePublished() {
        assertEquals(SourceTrust.TRUNK, directory.admission().standing(InetAddress.ofLiteral("203.0.113.9")));
        assertTrue(directory.admission().emergency("sip:112@node"));
        directory.apply(configuration(2, true, trunk("A", "192.0.2.1", 5060, true)));
        assertEquals(SourceTrust.STRANGER, directory.admission().standing(InetAddress.ofLiteral("203.0.113.9")));
        assertEquals(SourceTrust.TRUNK, directory.admission().standing(InetAddress.ofLiteral("192.0.2.1")));
    }

    @Test
    void bindsAndSendsCallsBackToTheSourceBehindNat() {
        var reply = register("alice", -1, "sip:alice@10.0.0.5:5060");
        assertEquals(200, reply.status());
        assertEquals(List.of(new Reply.Bound("sip:alice@10.0.0.5:5060", 3600, Optional.empty())), reply.contacts());
        assertEquals(List.of(new Contact("sip:alice@10.0.0.5:5060", Optional.of(PHONE), "udp", List.of(), DeviceFlow.NONE)),
                directory.contacts("alice"));
        assertEquals(List.of(), directory.contacts("bob"));
        assertEquals(1, directory.registrationCount());
    }

    /** RFC 3261 §26.2.2, RFC 5630 §5.4: what is sent there must not be read on its way, and it would be. */
    @Test
    void aSipsContactIsForTlsOnly() {
        var refused = register("alice", 3600, "sips:alice@10.0.0.5");
        assertEquals(480, refused.status());
        assertEquals(Optional.of("380 trunkline \"SIPS Not Allowed\""), refused.warning());
        assertEquals(List.of(), uris("alice"));
        var udp = request("alice", "alice", "tls", 1, false, 3600, "sips:alice@10.0.0.5");
        var tls = new Register(udp.requestUri(), udp.toUser(), udp.toHost(), udp.callId(), udp.cseq(), udp.contacts(), false,
                udp.expires(), udp.authorization(), udp.source(), "tls", udp.behindNat(), udp.userAgent(), udp.path(), false);
        assertEquals(200, directory.registrar().register(tls).status());
        assertEquals(List.of("sips:alice@10.0.0.5"), uris("alice"));
        assertEquals(200, register("alice", 0, "sips:alice@10.0.0.5").status(), "it may leave by any way");
        assertEquals(List.of(), uris("alice"));
    }

    @Test
    void answersNewestFirstAndForgetsWhatExpired() {
        register("alice", 60, "sip:alice@10.0.0.5");
        register("alice", 120, "sip:alice@10.0.0.6");
        assertEquals(List.of("sip:alice@10.0.0.6", "sip:alice@10.0.0.5"), uris("alice"));
        time.advance(Duration.ofSeconds(60));
        assertEquals(List.of("sip:alice@10.0.0.6"), uris("alice"));
        time.advance(Duration.ofSeconds(70));
        assertEquals(0, directory.registrationCount());
        assertEquals(Map.of(), store.bindings);
    }

    @Test
    void refreshReplacesTheSameContact() {
        register("alice", 60, "sip:alice@10.0.0.5;ob");
        register("alice", 120, "sip:alice@10.0.0.5;transport=UDP");
        assertEquals(List.of("sip:alice@10.0.0.5;transport=UDP"), uris("alice"));
    }

    @Test
    void removesOneOrAll() {
        register("alice", 60, "sip:a@10.0.0.1", "sip:a@10.0.0.2", "sip:a@10.0.0.3");
        register("alice", 0, "sip:a@10.0.0.2");
        assertEquals(List.of("sip:a@10.0.0.3", "sip:a@10.0.0.1"), uris("alice"));
        var all = directory.registrar().register(request("alice", "alice", "other", 1, true, 0));
        assertEquals(200, all.status());
        assertEquals(List.of(), uris("alice"));
    }

    @Test
    void refusesAWildcardWithAnythingElse() {
        register("alice", 60, "sip:a@10.0.0.1");
        assertEquals(400, directory.registrar().register(request("alice", "alice", "o", 1, true, 60)).status());
        assertEquals(400, directory.registrar().register(request("alice", "alice", "o", 2, true, 0, "sip:a@h")).status());
        assertEquals(1, uris("alice").size());
    }

    @Test
    void refusesWhatComesOutOfOrderAltogether() {
        var registrar = directory.registrar();
        assertEquals(200, registrar.register(request("alice", "alice", "x", 5, false, 60, "sip:a@10.0.0.1")).status());
        var late = registrar.register(request("alice", "alice", "x", 5, false, 60, "sip:a@10.0.0.9", "sip:a@10.0.0.1"));
        assertEquals(400, late.status());
        assertEquals(400, registrar.register(request("alice", "alice", "x", 4, true, 0)).status());
        assertEquals(List.of("sip:a@10.0.0.1"), uris("alice"));
        assertEquals(200, registrar.register(request("alice", "alice", "x", 6, false, 0, "sip:a@10.0.0.1")).status());
    }

    @Test
    void saysHowShortIsTooShort() {
        var reply = register("alice", 59, "sip:a@10.0.0.1");
        assertEquals(423, reply.status());
        assertEquals(OptionalInt.of(60), reply.minExpires());
        assertEquals(7200, register("alice", 1_000_000, "sip:a@10.0.0.1").contacts().getFirst().expires());
    }

    @Test
    void manyContactsAtOnceHaveALimit() {
        var most = IntStream.range(0, Registrar.MOST_BINDINGS).mapToObj(i -> "sip:a@10.0.1." + i).toArray(String[]::new);
        var reply = register("alice", 60, most);
        assertEquals(List.of(most), reply.contacts().stream().map(Reply.Bound::uri).toList());
        var more = IntStream.rangeClosed(0, Registrar.MOST_BINDINGS).mapToObj(i -> "sip:a@10.0.2." + i).toArray(String[]::new);
        var refused = register("alice", 60, more);
        assertEquals(400, refused.status());
        assertEquals("Too Many Contacts", refused.reason());
        assertEquals(Registrar.MOST_BINDINGS, uris("alice").size(), "nothing was half done");
    }

    @Test
    void keepsTheNewest() {
        for (int i = 0; i < Registrar.MOST_BINDINGS + 2; i++)
            register("alice", 60, "sip:a@10.0.0." + i);
        assertEquals(Registrar.MOST_BINDINGS, uris("alice").size());
        assertEquals("sip:a@10.0.0." + (Registrar.MOST_BINDINGS + 1), uris("alice").getFirst());
        assertEquals("sip:a@10.0.0.2", uris("alice").getLast());
    }

    private Reply flow(String callId, long cseq, String transport, String contact, DeviceFlow flow) {
        var r = request("alice", "alice", callId, cseq, false, 60);
        return directory.registrar().register(new Register(r.requestUri(), r.toUser(), r.toHost(), callId, cseq,
                List.of(new RegisterContact(contact, OptionalInt.empty(), Optional.empty(), flow)), false, r.expires(),
                r.authorization(), r.source(), transport, false, r.userAgent(), r.path(), true));
    }

    /** RFC 5626 §6: a phone that starts again, or whose page is loaded again, has another Contact and Call-ID. */
    @Test
    void aBindingReplacesThatOfTheSameFlow() {
        var first = new DeviceFlow("urn:uuid:1", 1);
        flow("a", 1, "ws", "sip:x1@a.invalid;transport=ws", first);
        assertEquals(1, flow("b", 1, "ws", "sip:x2@b.invalid;transport=ws", first).contacts().size());
        flow("c", 1, "ws", "sip:x3@b.invalid;transport=ws", new DeviceFlow("urn:uuid:1", 2));
        flow("d", 1, "ws", "sip:x4@b.invalid;transport=ws", new DeviceFlow("urn:uuid:2", 1));
        assertEquals(List.of("sip:x4@b.invalid;transport=ws", "sip:x3@b.invalid;transport=ws", "sip:x2@b.invalid;transport=ws"),
                uris("alice"));
        assertEquals(List.of(new DeviceFlow("urn:uuid:2", 1), new DeviceFlow("urn:uuid:1", 2), first),
                directory.contacts("alice").stream().map(Contact::flow).toList());
        // without a reg-id an instance alone replaces nothing (RFC 3261 §10.3)
        flow("e", 1, "udp", "sip:alice@10.0.0.5", new DeviceFlow("urn:uuid:3", 0));
        flow("f", 1, "udp", "sip:alice@10.0.0.6", new DeviceFlow("urn:uuid:3", 0));
        assertEquals(5, uris("alice").size());
    }

    @Test
    void aFlowIsCalledWhereItWasOpenedFrom() {
        flow("a", 1, "tcp", "sip:alice@10.0.0.5:5060;transport=tcp", new DeviceFlow("urn:uuid:1", 1));
        flow("b", 1, "tcp", "sip:alice@10.0.0.6:5060;transport=tcp", DeviceFlow.NONE);
        assertEquals(List.of(Optional.empty(), Optional.of(PHONE)),
                directory.contacts("alice").stream().map(Contact::destination).toList());
    }

    @Test
    void takesTwentyContactsAtOnceWithTheirPreferences() {
        var contacts = IntStream.range(0, 20).mapToObj(i -> new RegisterContact("sip:a@10.0.0." + i, OptionalInt.empty(),
                Optional.of(i / 20f), DeviceFlow.NONE)).toList();
        var all = request("alice", "alice", "x", 1, false, 60);
        var reply = directory.registrar().register(new Register(all.requestUri(), all.toUser(), all.toHost(), all.callId(),
                all.cseq(), contacts, false, all.expires(), all.authorization(), all.source(), all.transport(),
                all.behindNat(), all.userAgent(), all.path(), false));
        assertEquals(200, reply.status());
        assertEquals(contacts.stream().map(RegisterContact::q).toList(), reply.contacts().stream().map(Reply.Bound::q).toList());
    }

    @ParameterizedTest
    @CsvSource({"mailto:a@b", "sip:", "sip:a@b:99999", "sip:a b@c", "tel:+1"})
    void refusesContactsThatAreNoSipUris(String uri) {
        assertEquals(400, register("alice", 60, "sip:good@10.0.0.1", uri).status());
        assertEquals(List.of(), uris("alice"));
    }

    /** RFC 3966 §5.1.5, and 112 as phones write it that put a plus before every number. */
    @ParameterizedTest
    @CsvSource({"112,'',112", "+112,'',112", "112,+46,112", "070123,example.com,070123", "+4670,+47,+4670", "070123,+46,070123"})
    void readsInAContext(String dialled, String context, String expected) {
        assertEquals(expected, directory.inContext(dialled, Optional.of(context).filter(c -> !c.isEmpty())));
        assertEquals(expected.equals("112"), directory.emergency(dialled));
        assertEquals(Optional.of("112"), directory.emergencyNumber());
    }

    @Test
    void refusesAnothersAddressAndTheDisabled() {
        assertEquals(403, directory.registrar().register(request("alice", "bob", "x", 1, false, 60, "sip:a@h")).status());
        register("bob", 60, "sip:b@10.0.0.1");
        directory.apply(configuration(2, false));
        assertEquals(List.of(), uris("bob"));
        assertEquals(403, register("bob", 60, "sip:b@10.0.0.1").status());
    }

    @Test
    void writesBehindAndIsThereAgainAfterARestart() {
        register("alice", 600, "sip:alice@10.0.0.5");
        register("bob", 60, "sip:bob@192.0.2.50:33000");
        assertEquals(Map.of(), store.bindings);
        time.advance(Duration.ofSeconds(1));
        assertEquals(2, store.bindings.size());
        time.advance(Duration.ofSeconds(100));
        var before = directory.contacts("alice");
        directory = fresh();
        directory.start(configuration(1, true), store.bindings());
        assertEquals(before, directory.contacts("alice"));
        assertEquals(List.of(), directory.contacts("bob"));
    }

    @Test
    void keepsWhatTheStoreRefusesUntilItIsBack() {
        store.down = true;
        register("alice", 600, "sip:alice@10.0.0.5");
        time.advance(Duration.ofSeconds(1));
        assertEquals(Optional.of("the disk is full"), directory.storeTrouble());
        store.down = false;
        time.advance(Duration.ofSeconds(10));
        assertEquals(1, store.bindings.size());
        assertEquals(Optional.empty(), directory.storeTrouble());
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1,5060,x,A", "192.0.2.1,40000,x,A", "203.0.113.8,5060,x,B", "203.0.113.7,5060,x,C",
            "2001:db8::9,5060,x,C", "198.51.100.1,5080,x,C", "198.51.100.1,5070,x,B", "198.51.100.1,9,x,B",
            "10.0.0.1,5060,x,''", "192.0.2.1,40000,alice,''", "192.0.2.1,5060,alice,A"})
    void knowsTrunksByAddressThenPort(String address, int port, String caller, String expected) {
        var source = new InetSocketAddress(InetAddress.ofLiteral(address), port);
        assertEquals(expected, directory.trunkAt(source, caller).map(Trunk::name).orElse(""));
    }

    @Test
    void knowsATrunkByTheContactItRegistered() {
        time.advance(Duration.ofSeconds(3));
        var request = sent.stream().filter(r -> r.method().equals("REGISTER")).findFirst().orElseThrow();
        String user = request.contactUser().orElseThrow();
        assertEquals("A", directory.trunkOfContact(user, PHONE.getAddress()).orElseThrow().name());
        assertEquals(Optional.empty(), directory.trunkOfContact("A", PHONE.getAddress()));
        assertTrue(user.length() > 16, user);
        directory = fresh();
        start();
        assertEquals("A", directory.trunkOfContact(user, PHONE.getAddress()).orElseThrow().name());
    }

    @Test
    void aChangedLimitDisturbsNoWatchAndKeepsItsCount() {
        time.advance(Duration.ofSeconds(3));
        int before = sent.size();
        assertInstanceOf(Admission.Granted.class, directory.admit("A", true));
        var limited = new Trunk("A", new TrunkPeer("192.0.2.1", 5060, Transport.UDP, List.of(), false), true,
                Optional.of(new TrunkRegistration("user", Secret.KEPT, 600)), TrunkSecurity.NONE, new TrunkLimits(1, 0, 30, 120),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
        directory.apply(configuration(2, true, limited));
        assertEquals(before, sent.size());
        assertEquals(new Admission.Refused(Reason.CALLS_CAP, 1, 1), directory.admit("A", true));
        assertEquals(1, directory.trunks().size());
    }

    @Test
    void aTrunkHasTheTariffThatIsConfiguredNow() {
        assertEquals(Optional.empty(), directory.tariff("A"));
        var tariff = new Tariff("SEK", new Tariff.Rate(new Amount(1), Amount.ZERO), 1, 1, List.of());
        directory.apply(configuration(2, true, new Trunk("A", new TrunkPeer("192.0.2.1", 5060, Transport.UDP, List.of(), false), true,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 30, 120),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.of(tariff))));
        assertEquals(Optional.of(tariff), directory.tariff("A"));
        directory.apply(configuration(3, true));
        assertEquals(Optional.empty(), directory.tariff("A"));
    }

    @Test
    void aRemovedTrunkIsAskedNoMore() {
        time.advance(Duration.ofSeconds(3));
        int before = sent.size();
        directory.apply(configuration(2, true));
        time.advance(Duration.ofMinutes(10));
        assertEquals(before, sent.size());
        assertEquals(Reason.DISABLED, assertInstanceOf(Admission.Refused.class, directory.admit("A", true)).reason());
    }

    @Test
    void anOlderConfigurationDoesNotComeBack() {
        directory.apply(configuration(5, true));
        directory.apply(configuration(4, true, trunk("A", "192.0.2.1", 5060, true)));
        assertEquals(5, directory.revision());
        assertEquals(List.of(), directory.trunks());
    }

    @Test
    void aTrunksChallengeToAnInviteIsAnswered() {
        String uri = "sip:+4670@192.0.2.1";
        var challenge = List.of("Digest realm=\"carrier\", nonce=\"abc\"");
        String answer = directory.credentials("A", "INVITE", uri, challenge).orElseThrow();
        String expected = DigestAlgorithm.MD5.responseWithoutQop(
                DigestAlgorithm.MD5.hash("user:carrier:secret"), "abc", "INVITE", uri);
        assertTrue(answer.contains("username=\"user\"") && answer.contains("response=\"" + expected + '"'), answer);
        assertFalse(answer.contains("secret"), answer);
        assertEquals(Optional.empty(), directory.credentials("B", "INVITE", uri, challenge), "it has no password");
        assertEquals(Optional.empty(), directory.credentials("none", "INVITE", uri, challenge));
        assertEquals(Optional.empty(), directory.credentials("A", "INVITE", uri, List.of("Basic realm=\"x\"")));
    }
}
