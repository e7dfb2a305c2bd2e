package org.trunkline.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.api.FieldError;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
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

class RulesTest {
    private static List<String> codes(List<FieldError> errors) {
        return errors.stream().map(e -> e.field() + ":" + e.code()).toList();
    }

    private static Subscriber subscriber(String username, String password) {
        return new Subscriber(username, Secret.of(password), "", true, CallHandling.PLAIN, Srtp.OFFER);
    }

    private static <E extends Record> List<FieldError> fresh(EntryKind<E> kind, E entry) {
        return kind.check(entry, Set.of());
    }

    @Test
    void acceptsAnOrdinarySubscriber() {
        assertEquals(List.of(), fresh(EntryKind.SUBSCRIBER, subscriber("alice", "s3cret-enough")));
    }

    @ParameterizedTest
    @CsvSource({"'',password1,username:required", "al ice,password1,username:not-username",
            "<a>,password1,username:not-username", "alice,short,password:password-length",
            "alice1,ALICE1,password:password-is-username"})
    void refusesABadSubscriber(String username, String password, String expected) {
        assertEquals(List.of(expected), codes(fresh(EntryKind.SUBSCRIBER, subscriber(username, password))));
    }

    @Test
    void wantsAPasswordOnlyWhereThereIsNone() {
        var draft = new Subscriber("bob", Secret.KEPT, "Bob", true, CallHandling.PLAIN, Srtp.OFFER);
        assertEquals(List.of("password:required"), codes(fresh(EntryKind.SUBSCRIBER, draft)));
        assertEquals(List.of(), EntryKind.SUBSCRIBER.check(draft, Set.of("password")));
    }

    @Test
    void neverRepeatsAPassword() {
        var errors = fresh(EntryKind.SUBSCRIBER, subscriber("alice", "x\u0007verysecret"));
        assertFalse(errors.isEmpty());
        assertFalse(errors.toString().contains("verysecret"));
    }

    @ParameterizedTest
    @CsvSource({"+46 (0)70-123 45 67,+46701234567", "+1 (212) 555.0100,+12125550100"})
    void tidiesNumbers(String written, String expected) {
        assertEquals(expected, EntryKind.NUMBER.tidyKey(written));
        assertEquals(List.of(), fresh(EntryKind.NUMBER, new NumberAssignment(written, "alice")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0701234567", "+0701234567", "+46abc", "+1234567890123456", "+"})
    void refusesWhatIsNotE164AndNamesIt(String number) {
        var errors = fresh(EntryKind.NUMBER, new NumberAssignment(number, "alice"));
        assertEquals(List.of("number:not-e164"), codes(errors));
        assertTrue(errors.getFirst().message().contains(number));
    }

    @Test
    void checksRoutes() {
        assertEquals(List.of(), fresh(EntryKind.ROUTE, new Route("", List.of("A"))));
        assertEquals(List.of("prefix:not-prefix", "trunks:required"),
                codes(fresh(EntryKind.ROUTE, new Route("+4x", List.of()))));
        assertEquals(List.of("trunks[2]:duplicate"),
                codes(fresh(EntryKind.ROUTE, new Route("+46", List.of("A", "B", "A")))));
    }

    @Test
    void acceptsADefaultTrunk() {
        assertEquals(List.of(), fresh(EntryKind.TRUNK, Trunk.of("Carrier A", "sip.example.com")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "a", "sip-1.example.com", "localhost"})
    void acceptsHosts(String host) {
        assertEquals(List.of(), fresh(EntryKind.TRUNK, Trunk.of("A", host)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"300.0.2.1", "1.2.3", "a..b", "-a.example", "a b", "[::1]", "sip:host", "host:5060"})
    void refusesHosts(String host) {
        assertEquals(List.of("host:not-host"), codes(fresh(EntryKind.TRUNK, Trunk.of("A", host))));
    }

    @Test
    void namesEveryBadFieldOfATrunk() {
        var rules = new NumberRules(21, "x", NumberRules.Format.NATIONAL);
        var draft = new Trunk(" A", new TrunkPeer("", -1, Transport.TCP, List.of("10.0.0.0/8", "10.0.0.0/33", "0.0.0.0/0"), false), true,
                Optional.of(new TrunkRegistration("", Secret.KEPT, 59)), TrunkSecurity.NONE, new TrunkLimits(-1, 10_001, 4, 0),
                new TrunkNumbers("", Optional.of("070"), true, rules, NumberRules.NONE), Optional.empty());
        assertEquals(List.of("name:not-trunk-name", "host:required", "port:out-of-range",
                "inboundAddresses[1]:not-address", "inboundAddresses[2]:too-wide", "registration.username:required",
                "registration.password:required", "registration.expiresSeconds:out-of-range", "maxCalls:out-of-range",
                "maxCallsPerSecond:out-of-range", "optionsSeconds:out-of-range", "answerSeconds:out-of-range",
                "callerId:not-e164", "outbound.strip:out-of-range", "outbound.prefix:not-prefix",
                "outbound.format:needs-region"), codes(fresh(EntryKind.TRUNK, draft)));
    }

    /** RFC 3263: without a port DNS is asked, and it knows names. */
    @Test
    void portZeroNeedsAName() {
        assertEquals(List.of(), codes(fresh(EntryKind.TRUNK, at("carrier.example", 0))));
        assertEquals(List.of("port:needs-name"), codes(fresh(EntryKind.TRUNK, at("192.0.2.1", 0))));
    }

    private static Trunk at(String host, int port) {
        return with(Trunk.of("A", host), new TrunkPeer(host, port, Transport.UDP, List.of(), false), TrunkSecurity.NONE, Optional.empty());
    }

    private static Trunk with(Trunk d, TrunkPeer peer, TrunkSecurity security, Optional<Tariff> tariff) {
        return new Trunk(d.name(), peer, d.enabled(), d.registration(), security, d.limits(), d.numbers(), tariff);
    }

    @Test
    void encryptionNeedsTls() {
        var d = Trunk.of("A", "192.0.2.1");
        var security = new TrunkSecurity(Srtp.OFFER, Optional.of("no name"), true);
        assertEquals(List.of("security.certificateName:not-host", "security.srtp:needs-tls",
                "security.mutualTls:needs-tls"), codes(fresh(EntryKind.TRUNK, secured(d, Transport.TCP, security))));
        var good = new TrunkSecurity(Srtp.REQUIRE, Optional.of("sbc.example"), true);
        assertEquals(List.of(), codes(fresh(EntryKind.TRUNK, secured(d, Transport.TLS, good))));
    }

    private static Trunk secured(Trunk d, Transport transport, TrunkSecurity security) {
        return with(d, new TrunkPeer("192.0.2.1", 5061, transport, List.of(), false), security, Optional.empty());
    }

    @Test
    void pricesAreOfACurrencyAndNotTooHigh() {
        var free = new Tariff.Rate(Amount.ZERO, Amount.ZERO);
        var good = new Tariff("SEK", new Tariff.Rate(Amount.of(new BigDecimal("0.1250")), Amount.of(new BigDecimal("1E+1"))), 60,
                1, List.of(new Tariff.PrefixRate("+4670", free), new Tariff.PrefixRate("00", free)));
        assertEquals(List.of(), codes(fresh(EntryKind.TRUNK, priced(good))));
        var dear = new Tariff.Rate(Amount.of(new BigDecimal("1000000.000001")), Amount.ZERO);
        var bad = new Tariff("sek", dear, 0, 3601, List.of(new Tariff.PrefixRate("+46", free),
                new Tariff.PrefixRate("+46", free), new Tariff.PrefixRate("4 6", dear)));
        assertEquals(List.of("tariff.currency:not-currency", "tariff.perMinute:out-of-range",
                "tariff.firstSeconds:out-of-range", "tariff.stepSeconds:out-of-range", "tariff.prefixes[1].prefix:duplicate",
                "tariff.prefixes[2].prefix:not-prefix", "tariff.prefixes[2].perMinute:out-of-range"),
                codes(fresh(EntryKind.TRUNK, priced(bad))));
    }

    private static Trunk priced(Tariff tariff) {
        return with(Trunk.of("A", "192.0.2.1"), TrunkPeer.of("192.0.2.1"), TrunkSecurity.NONE, Optional.of(tariff));
    }

    @Test
    void saysTheValueAndWhatIsAllowed() {
        var draft = new Trunk("A", new TrunkPeer("192.0.2.1", 70_000, Transport.UDP, List.of(), false), true,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 0, 120),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
        var error = fresh(EntryKind.TRUNK, draft).getFirst();
        assertEquals(List.of("70000", "0", "65535"), error.args());
        assertEquals("port 70000 is not between 0 and 65535", error.message());
    }

    private static CallHandling tidied(CallHandling handling) {
        return EntryKind.SUBSCRIBER.tidy(new Subscriber("anna", Secret.KEPT, "", true, handling, Srtp.OFFER)).handling();
    }

    private static List<String> handling(CallHandling handling) {
        return EntryKind.SUBSCRIBER.check(new Subscriber("anna", Secret.KEPT, "", true, handling, Srtp.OFFER), Set.of("password")).stream()
                .map(e -> e.field().replace("handling.", "") + " " + e.code()).toList();
    }

    @Test
    void callHandlingNamesNumbersOrPeopleAndNotItself() {
        assertEquals(List.of(), handling(CallHandling.PLAIN));
        var good = new CallHandling(Optional.of("+46 8-123 45"), Optional.of("bo"), Optional.of("*98"), 20,
                Optional.of("0701 23 45"), true, 3, List.of("floor-2"));
        assertEquals(List.of(), handling(good));
        assertEquals(Optional.of("+46812345"), tidied(good).forwardAlways());
        assertEquals(Optional.of("07012345"), tidied(good).forwardUnreachable());
        assertEquals(List.of("forwardBusy not-target", "forwardNoAnswer required", "noAnswerSeconds out-of-range",
                "callLimit out-of-range", "pickupGroups[1] duplicate", "forwardAlways to-itself"),
                handling(new CallHandling(Optional.of("anna"), Optional.of("sip:bo@x"), Optional.of(" "), 4,
                        Optional.empty(), false, -1, List.of("a", "a"))));
    }

    @Test
    void ringGroupsHaveMembersOnceAndATimeToRing() {
        var draft = new RingGroup("sales", Optional.of("6 0 0"), List.of("anna", "bo"), RingGroup.Strategy.ALL, 20, Optional.of("+46 8 1"));
        assertEquals(List.of(), fresh(EntryKind.RING_GROUP, draft));
        assertEquals(Optional.of("600"), EntryKind.RING_GROUP.tidy(draft).number());
        assertEquals(List.of("name not-username", "number not-dialled", "members[1] duplicate", "ringSeconds out-of-range",
                "fallback not-target"),
                fresh(EntryKind.RING_GROUP, new RingGroup("my sales", Optional.of("abc"), List.of("anna", "anna"), RingGroup.Strategy.ALL, 4, Optional.of("a b"))).stream()
                        .map(e -> e.field() + " " + e.code()).toList());
    }
}
