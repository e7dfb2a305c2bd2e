package org.trunkline.node.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.Trials.Sound;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.api.settings.Settings;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.schema.Secret;

/** The whole node in a framework: its parts find each other, phones register and call, the record is found. */
class NodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "right-password";

    private static final String WEB_SOCKET_PORT = "trunkline.ws.port";

    private static Node node;
    private static InetSocketAddress sip;

    private final String run = UUID.randomUUID().toString().substring(0, 8); // the data folder may outlive a run

    @BeforeAll
    static void await() throws Exception {
        var context = FrameworkUtil.getBundle(NodeTest.class).getBundleContext();
        var tracker = new ServiceTracker<Node, Node>(context, Node.class, null);
        tracker.open();
        node = Optional.ofNullable(tracker.waitForService(PATIENCE.toMillis()))
                .orElseThrow(() -> new AssertionError("no node came up"));
        String udp = eventually(() -> node.status().listeners().stream().filter(l -> l.startsWith("udp ")).findFirst());
        sip = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(udp.substring(udp.lastIndexOf(':') + 1)));
    }

    private static <T> T eventually(Callable<Optional<T>> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var value = condition.call();
            if (value.isPresent())
                return value.get();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("waited for " + PATIENCE);
    }

    private Phone phone(String name) throws Exception {
        assertInstanceOf(SaveResult.Saved.class, node.subscribers()
                .create(new Subscriber(name, Secret.of(PASSWORD), name, true, CallHandling.PLAIN, Srtp.OFFER)));
        return new Phone(sip, name, PASSWORD);
    }

    @Test
    void aPhoneRegistersAndIsShown() throws Exception {
        try (var phone = phone("reg-" + run); var wrong = new Phone(sip, "reg-" + run, "wrong-password")) {
            assertEquals(401, wrong.register(300));
            assertEquals(200, phone.register(300));
            assertTrue(node.registrations().stream().anyMatch(r -> r.username().equals("reg-" + run)));
            assertEquals(200, phone.register(0));
            assertFalse(node.registrations().stream().anyMatch(r -> r.username().equals("reg-" + run)));
        }
    }

    /** The card is all that a phone is given. */
    @Test
    void aPhoneRegistersWithItsCardAndIsToldToFetchItsSettings() throws Exception {
        String name = "card-" + run;
        try (var old = phone(name)) {
            assertEquals(200, old.register(300));
            var result = assertInstanceOf(SaveResult.Saved.class, node.phones().card(name, new PhoneCardRequest(Secret.KEPT,
                    Optional.empty(), Optional.of(Transport.UDP))));
            var card = (PhoneCard) result.value();
            assertEquals(401, old.register(300), "the password before it is gone");
            var server = new InetSocketAddress(card.server().host(), card.server().port());
            try (var fresh = new Phone(server, card.username(), card.password().given().orElseThrow())) {
                assertEquals(200, fresh.register(300));
                var told = CompletableFuture.supplyAsync(() -> quietly(fresh::notified));
                var answers = node.phones().checkSync(name).orElseThrow();
                assertEquals("check-sync;reboot=false", told.get(40, TimeUnit.SECONDS));
                assertEquals(List.of(true), answers.stream().map(CheckSyncAnswer::told).filter(yes -> yes).toList());
                assertEquals(200, fresh.register(0));
            }
            var address = card.provisioning().address().toString();
            var settings = node.phones().fetch(address.replaceAll(".*/provision/|/$", ""), "yealink/phone.cfg").orElseThrow();
            assertTrue(settings.text().contains("account.1.password = " + card.password().given().orElseThrow()));
        }
    }

    @Test
    void aCallBetweenTwoPhonesIsLiveThenFound() throws Exception {
        try (var alice = phone("alice-" + run); var bob = phone("bob-" + run)) {
            assertEquals(200, alice.register(300));
            assertEquals(200, bob.register(300));
            var answered = CompletableFuture.supplyAsync(() -> quietly(bob::answer));
            assertEquals(200, alice.call("bob-" + run));
            assertEquals("bob-" + run, answered.get(40, TimeUnit.SECONDS));
            LiveCall live = eventually(() -> node.calls().list().stream().filter(c -> c.to().dialled().equals("bob-" + run)
                    && c.state() == CallState.ANSWERED).findFirst());
            assertEquals(Direction.INTERNAL, live.direction());
            var gone = CompletableFuture.runAsync(() -> quietly(() -> {
                bob.hungUp();
                return true;
            }));
            assertEquals(200, alice.hangUp());
            gone.get(40, TimeUnit.SECONDS);
            CdrRow row = eventually(() -> node.cdrs().rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 0, 100).items().stream()
                    .filter(r -> r.id().equals(live.id())).findFirst());
            assertEquals(Cause.NORMAL, row.cause());
            assertEquals(200, row.sipStatus());
            var cdr = node.cdrs().find(live.id()).orElseThrow();
            assertEquals(2, cdr.legs().size());
            var ladder = node.cdrs().ladder(live.id()).orElseThrow();
            assertTrue(ladder.entries().stream().anyMatch(e -> e.label().equals("INVITE") && e.leg() == 1 && e.sent()));
            assertTrue(ladder.entries().stream().noneMatch(e -> e.message().matches("(?s).*response=\"[0-9a-f].*")),
                    "credentials are blanked");
        }
    }

    /** The certificate is made by libraries that the framework has to join. */
    @Test
    void aBrowserIsAnsweredWithACertificate() throws Exception {
        try (var alice = phone("browser-" + run); var bob = phone("called-" + run)) {
            assertEquals(200, bob.register(300));
            alice.describesItselfAsBrowser();
            var answered = CompletableFuture.supplyAsync(() -> quietly(bob::answer));
            assertEquals(200, alice.call("called-" + run));
            answered.get(40, TimeUnit.SECONDS);
            assertTrue(alice.finalAnswer().contains("a=setup:passive\r\n"), alice.finalAnswer());
            assertTrue(alice.finalAnswer().matches("(?s).*\r\na=fingerprint:sha-256 [0-9A-F:]{95}\r\n.*"), alice.finalAnswer());
            var gone = CompletableFuture.runAsync(() -> quietly(() -> {
                bob.hungUp();
                return true;
            }));
            assertEquals(200, alice.hangUp());
            gone.get(40, TimeUnit.SECONDS);
        }
    }

    @Test
    void anAdministratorHangsUp() throws Exception {
        try (var carol = phone("carol-" + run); var dave = phone("dave-" + run)) {
            dave.register(300);
            var answered = CompletableFuture.supplyAsync(() -> quietly(dave::answer));
            var seen = new LinkedBlockingQueue<List<LiveCall>>();
            LiveCalls calls = node.calls();
            try (var _ = calls.watch(seen::add)) {
                assertEquals(200, carol.call("dave-" + run));
                answered.get(40, TimeUnit.SECONDS);
                LiveCall live = eventually(() -> Optional.ofNullable(seen.poll()).flatMap(list -> list.stream()
                        .filter(c -> c.to().dialled().equals("dave-" + run) && c.state() == CallState.ANSWERED).findFirst()));
                assertTrue(calls.hangUp(live.id()));
                dave.hungUp();
                carol.hungUp();
                assertFalse(eventually(() -> Optional.of(calls.hangUp(live.id())).filter(there -> !there)));
                assertEquals(Cause.HUNG_UP_BY_ADMIN, eventually(() -> node.cdrs().find(live.id())).cause());
            }
        }
    }

    @Test
    void aCallToATrunkThatIsNotThereExplainsItself() throws Exception {
        try (var erin = phone("erin-" + run)) {
            String number = "+4670%07d".formatted(Math.floorMod(run.hashCode(), 10_000_000));
            var draft = Trunk.of("trunk-" + run, "127.0.0.9");
            assertInstanceOf(SaveResult.Saved.class, node.trunks().create(draft));
            assertInstanceOf(SaveResult.Saved.class,
                    node.routes().create(new Route(number.substring(0, number.length() - 1), List.of("trunk-" + run))));
            assertInstanceOf(SaveResult.InUse.class, node.trunks().delete("trunk-" + run));
            assertTrue(node.status().trunks().stream().anyMatch(t -> t.name().equals("trunk-" + run)), "live at once");
            int status = erin.call(number);
            assertTrue(status >= 400, "status " + status);
            CdrRow row = eventually(() -> node.cdrs().rows(new CdrQuery("to:\"" + number + "\"", Optional.empty(),
                    Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 10).items().stream().findFirst());
            var candidates = node.cdrs().find(row.id()).orElseThrow().why().candidates();
            assertEquals(List.of("trunk-" + run), candidates.stream().map(c -> c.target()).toList());
        }
    }

    /** The carrier asks for credentials, changes the call and hangs up; nothing of the trunk is left but the record and the audit. */
    @Test
    void aTrunkThatIsNotSavedIsTriedByACall() throws Exception {
        String name = "draft-" + run;
        try (var carrier = new Carrier("account", PASSWORD)) {
            var answered = CompletableFuture.supplyAsync(() -> quietly(carrier::answer));
            var begun = (TestCall) assertInstanceOf(SaveResult.Saved.class, node.trials().call(unsaved(name, carrier, PASSWORD),
                    new TestCallDraft("", "+46701234567", "+46850010000", List.of("PCMA"), List.of(), Sound.TONE, 60, Optional.empty()))).value();
            assertTrue(answered.get(40, TimeUnit.SECONDS).contains("+46701234567"), "number");
            assertEquals(name + "/unsaved", begun.trunk());
            assertTrue(node.calls().list().stream().anyMatch(live -> live.id().equals(begun.id())));
            assertTrue(node.status().trunks().stream().noneMatch(trunk -> trunk.name().contains(name)), "no list has it");
            assertEquals(200, carrier.asksAgain());
            eventually(() -> node.trials().testCall(begun.id()).filter(now -> now.streams().stream()
                    .anyMatch(stream -> stream.from() == LegSide.CALLEE)));
            assertEquals(200, carrier.hangUp());
            var ended = eventually(() -> node.trials().testCall(begun.id()).filter(now -> now.end().isPresent()));
            assertTrue(ended.end().orElseThrow().ok(), ended.toString());
            var cdr = eventually(() -> node.cdrs().find(begun.id()));
            assertEquals(Optional.of(name + "/unsaved"), cdr.trunk());
            assertEquals(Cause.NORMAL, cdr.cause());
            var ladder = node.cdrs().ladder(begun.id()).orElseThrow();
            assertTrue(ladder.entries().stream().noneMatch(e -> e.message().matches("(?s).*response=\"[0-9a-f].*")), "credentials are blanked");
            assertTrue(node.changeLog().list("", Optional.empty(), 50).items().stream().anyMatch(change -> change.note().contains(begun.id().value())
                    && change.note().contains(":" + carrier.port())), "the audit says where it led to");
            assertInstanceOf(SaveResult.Rejected.class, node.trials().call(TestCallDraft.of(name + "/unsaved", "+46701234567", "")),
                    "another call does not find it");
            assertEquals(Optional.empty(), node.trunks().find(name));
        }
    }

    /** What is typed of a saved trunk is tried with its password, and the node's BYE has credentials too. */
    @Test
    void aTrunkIsTriedWithItsSavedPasswordAndOtherValues() throws Exception {
        String name = "kept-" + run;
        try (var carrier = new Carrier("account", PASSWORD)) {
            assertInstanceOf(SaveResult.Saved.class, node.trunks().create(unsaved(name, carrier, PASSWORD)));
            var typed = node.trunks().find(name).orElseThrow();
            var other = new Trunk(name, typed.peer(), false, typed.registration(), typed.security(), typed.limits(),
                    new TrunkNumbers("SE", Optional.of("+46850019999"), false, NumberRules.NONE, NumberRules.NONE), typed.tariff());
            var answered = CompletableFuture.supplyAsync(() -> quietly(carrier::answer));
            var begun = (TestCall) assertInstanceOf(SaveResult.Saved.class, node.trials().call(other,
                    new TestCallDraft("", "+46701234567", "", List.of("PCMA"), List.of(), Sound.SILENCE, 5, Optional.empty()))).value();
            assertTrue(answered.get(40, TimeUnit.SECONDS).contains("sip:+46850019999@"), "the caller id that was typed");
            assertEquals(1, node.status().trunks().stream().filter(trunk -> trunk.name().equals(name)).findFirst().orElseThrow().calls(),
                    "it counts as a call of the saved trunk");
            carrier.hungUp();
            assertEquals(Cause.NORMAL, eventually(() -> node.trials().testCall(begun.id()).flatMap(TestCall::end)).cause());
            assertEquals(Optional.empty(), node.trunks().find(name).orElseThrow().numbers().callerId());
            assertInstanceOf(SaveResult.Saved.class, node.trunks().delete(name));
        }
    }

    private static Trunk unsaved(String name, Carrier carrier, String password) {
        return new Trunk(name, new TrunkPeer("127.0.0.1", carrier.port(), Transport.UDP, List.of(), false), true,
                Optional.of(new TrunkRegistration("account", Secret.of(password), 600)), TrunkSecurity.NONE, new TrunkLimits(2, 0, 0, 60),
                TrunkNumbers.UNCHANGED, Optional.empty());
    }

    @Test
    void badConfigurationGetsFieldErrorsAndChangesNothing() throws Exception {
        var told = new LinkedBlockingQueue<Boolean>();
        try (var _ = node.watchConfiguration(() -> told.add(true))) {
            long before = node.subscribers().list(Optional.empty(), 1).total();
            var rejected = assertInstanceOf(SaveResult.Rejected.class, node.subscribers()
                    .create(new Subscriber("a b", Secret.of("x"), "", true, CallHandling.PLAIN, Srtp.OFFER)));
            assertEquals(2, rejected.errors().size());
            assertInstanceOf(SaveResult.Rejected.class, node.numbers().create(new NumberAssignment("0701", "nobody-" + run)));
            assertInstanceOf(SaveResult.Missing.class, node.subscribers().delete("nobody-" + run));
            assertEquals(before, node.subscribers().list(Optional.empty(), 1).total());
            node.subscribers().create(new Subscriber("good-" + run, Secret.of(PASSWORD), "", true, CallHandling.PLAIN, Srtp.OFFER));
            assertEquals(true, told.poll(40, TimeUnit.SECONDS));
        }
    }

    @Test
    void theDataFolderIsTheNodesOwn() throws IOException {
        Path data = Path.of(System.getProperty("trunkline.data"));
        try (var channel = FileChannel.open(data.resolve("node.lock"), StandardOpenOption.WRITE)) {
            assertThrows(OverlappingFileLockException.class, channel::tryLock);
        }
        assertEquals(String.valueOf(ProcessHandle.current().pid()), Files.readString(data.resolve("node.lock")).strip());
    }

    @Test
    void aPortOfWebSocketsComesAndGoesWhileTheNodeRuns() throws Exception {
        var opened = setsWebSocketPort("0");
        assertFalse(opened.report().waiting().contains(WEB_SOCKET_PORT));
        eventually(() -> node.status().listeners().stream().filter(l -> l.startsWith("ws 127.0.0.1:")).findFirst());
        String wanted;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            wanted = String.valueOf(taken.getLocalPort());
            setsWebSocketPort(wanted);
            eventually(() -> node.status().alarms().stream().filter(NodeTest::isPortInUse).findFirst());
            assertTrue(node.status().listeners().stream().anyMatch(l -> l.startsWith("ws ")), "the port of before");
        }
        eventually(() -> Optional.of(node.status()).filter(now -> now.listeners().contains("ws 127.0.0.1:" + wanted)
                && now.alarms().stream().noneMatch(NodeTest::isPortInUse)));
        setsWebSocketPort("off");
        eventually(() -> Optional.of(node.status()).filter(now -> now.listeners().stream().noneMatch(l -> l.startsWith("ws "))));
    }

    private static boolean isPortInUse(Alarm alarm) {
        return alarm.code().equals("sip-port-in-use");
    }

    private static Settings setsWebSocketPort(String value) throws NodeUnavailableException {
        assertInstanceOf(SaveResult.Saved.class, node.settings().change(Map.of(WEB_SOCKET_PORT, Optional.of(value))));
        return node.settings();
    }

    @Test
    void theStatusIsToldEachSecond() throws Exception {
        var told = new LinkedBlockingQueue<Integer>();
        try (var _ = node.watch(status -> told.add(status.mediaPortsTotal()), _ -> {})) {
            var figures = new ArrayList<Integer>();
            for (int i = 0; i < 3; i++)
                figures.add(Optional.ofNullable(told.poll(40, TimeUnit.SECONDS)).orElseThrow());
            assertTrue(figures.getFirst() > 0);
        }
    }

    private static <T> T quietly(Callable<T> step) {
        try {
            return step.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
