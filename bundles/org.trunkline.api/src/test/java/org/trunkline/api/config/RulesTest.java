package org.trunkline.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.api.FieldError;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Tariff;

class RulesTest {
    private static List<String> codes(List<FieldError> errors) {
        return errors.stream().map(e -> e.field() + ":" + e.code()).toList();
    }

    private static SubscriberDraft subscriber(String username, String password) {
        return new SubscriberDraft(username, Optional.of(password), "", true);
    }

    @Test
    void acceptsAnOrdinarySubscriber() {
        assertEquals(List.of(), SubscriberRules.check(subscriber("alice", "s3cret-enough"), false));
    }

    @ParameterizedTest
    @CsvSource({"'',password1,username:required", "al ice,password1,username:not-username",
            "<a>,password1,username:not-username", "alice,short,password:password-length",
            "alice1,ALICE1,password:password-is-username"})
    void refusesABadSubscriber(String username, String password, String expected) {
        assertEquals(List.of(expected), codes(SubscriberRules.check(subscriber(username, password), false)));
    }

    @Test
    void wantsAPasswordOnlyWhereThereIsNone() {
        var draft = new SubscriberDraft("bob", Optional.empty(), "Bob", true);
        assertEquals(List.of("password:required"), codes(SubscriberRules.check(draft, false)));
        assertEquals(List.of(), SubscriberRules.check(draft, true));
    }

    @Test
    void neverRepeatsAPassword() {
        var errors = SubscriberRules.check(subscriber("alice", "x\u0007verysecret"), false);
        assertFalse(errors.isEmpty());
        assertFalse(errors.toString().contains("verysecret"));
    }

    @ParameterizedTest
    @CsvSource({"+46 (0)70-123 45 67,+46701234567", "+1 (212) 555.0100,+12125550100"})
    void tidiesNumbers(String written, String expected) {
        assertEquals(expected, PhoneNumberRules.tidy(written));
        assertEquals(List.of(), PhoneNumberRules.check(new NumberDraft(written, "alice")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0701234567", "+0701234567", "+46abc", "+1234567890123456", "+"})
    void refusesWhatIsNotE164AndNamesIt(String number) {
        var errors = PhoneNumberRules.check(new NumberDraft(number, "alice"));
        assertEquals(List.of("number:not-e164"), codes(errors));
        assertTrue(errors.getFirst().message().contains(number));
    }

    @Test
    void checksRoutes() {
        assertEquals(List.of(), RouteRules.check(new RouteDraft("", List.of("A"))));
        assertEquals(List.of("prefix:not-prefix", "trunks:required"),
                codes(RouteRules.check(new RouteDraft("+4x", List.of()))));
        assertEquals(List.of("trunks[2]:duplicate"),
                codes(RouteRules.check(new RouteDraft("+46", List.of("A", "B", "A")))));
    }

    @Test
    void acceptsADefaultTrunk() {
        assertEquals(List.of(), TrunkRules.check(TrunkDraft.of("Carrier A", "sip.example.com"), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "a", "sip-1.example.com", "localhost"})
    void acceptsHosts(String host) {
        assertEquals(List.of(), TrunkRules.check(TrunkDraft.of("A", host), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"300.0.2.1", "1.2.3", "a..b", "-a.example", "a b", "[::1]", "sip:host", "host:5060"})
    void refusesHosts(String host) {
        assertEquals(List.of("host:not-host"), codes(TrunkRules.check(TrunkDraft.of("A", host), false)));
    }

    @Test
    void namesEveryBadFieldOfATrunk() {
        var rules = new TrunkDraft.Rules(21, "x", NumberRules.Format.NATIONAL);
        var draft = new TrunkDraft(" A", "", -1, Transport.TCP, List.of("10.0.0.0/8", "10.0.0.0/33", "0.0.0.0/0"),
                Optional.of(new TrunkDraft.Registration("", Optional.empty(), 59)), -1, 10_001, true, "",
                rules, TrunkDraft.Rules.NONE, Optional.of("070"), true, 4, 0);
        assertEquals(List.of("name:not-trunk-name", "host:required", "port:out-of-range",
                "inboundAddresses[1]:not-address", "inboundAddresses[2]:too-wide", "registration.username:required",
                "registration.password:required", "registration.expiresSeconds:out-of-range", "maxCalls:out-of-range",
                "maxCallsPerSecond:out-of-range", "outbound.strip:out-of-range", "outbound.prefix:not-prefix",
                "outbound.format:needs-region", "callerId:not-e164", "optionsSeconds:out-of-range",
                "answerSeconds:out-of-range"), codes(TrunkRules.check(draft, false)));
    }

    /** RFC 3263: without a port DNS is asked, and it knows names. */
    @Test
    void portZeroNeedsAName() {
        assertEquals(List.of(), codes(TrunkRules.check(at("carrier.example", 0), false)));
        assertEquals(List.of("port:needs-name"), codes(TrunkRules.check(at("192.0.2.1", 0), false)));
    }

    private static TrunkDraft at(String host, int port) {
        var d = TrunkDraft.of("A", host);
        return new TrunkDraft(d.name(), host, port, d.transport(), d.inboundAddresses(), d.registration(), d.maxCalls(),
                d.maxCallsPerSecond(), d.enabled(), d.region(), d.outbound(), d.inbound(), d.callerId(),
                d.assertIdentity(), d.optionsSeconds(), d.answerSeconds(), d.security());
    }

    @Test
    void encryptionNeedsTls() {
        var d = TrunkDraft.of("A", "192.0.2.1");
        var security = new TrunkSecurity(Srtp.OFFER, Optional.of("no name"), true);
        assertEquals(List.of("security.srtp:needs-tls", "security.mutualTls:needs-tls",
                "security.certificateName:not-host"), codes(TrunkRules.check(secured(d, Transport.TCP, security), false)));
        var good = new TrunkSecurity(Srtp.REQUIRE, Optional.of("sbc.example"), true);
        assertEquals(List.of(), codes(TrunkRules.check(secured(d, Transport.TLS, good), false)));
    }

    private static TrunkDraft secured(TrunkDraft d, Transport transport, TrunkSecurity security) {
        return new TrunkDraft(d.name(), d.host(), d.port(), transport, d.inboundAddresses(), d.registration(),
                d.maxCalls(), d.maxCallsPerSecond(), d.enabled(), d.region(), d.outbound(), d.inbound(), d.callerId(),
                d.assertIdentity(), d.optionsSeconds(), d.answerSeconds(), security);
    }

    @Test
    void pricesAreOfACurrencyAndNotNegative() {
        var free = new TariffDraft.Price(BigDecimal.ZERO, BigDecimal.ZERO);
        var good = new TariffDraft("SEK", new TariffDraft.Price(new BigDecimal("0.1250"), new BigDecimal("1E+1")), 60, 1,
                List.of(new TariffDraft.Prefix("+4670", free), new TariffDraft.Prefix("00", free)));
        assertEquals(List.of(), codes(TrunkRules.check(priced(good), false)));
        assertEquals(new Tariff.Rate(new Amount(125_000), new Amount(10_000_000)), good.checked().rate());
        assertEquals(good.checked(), TariffDraft.of(good.checked()).checked());
        var bad = new TariffDraft("sek", new TariffDraft.Price(new BigDecimal("-0.01"), new BigDecimal("0.0000001")), 0,
                3601, List.of(new TariffDraft.Prefix("+46", free), new TariffDraft.Prefix("+46", free),
                        new TariffDraft.Prefix("4 6", new TariffDraft.Price(new BigDecimal(1_000_001), BigDecimal.ONE))));
        assertEquals(List.of("tariff.currency:not-currency", "tariff.perMinute:out-of-range",
                "tariff.connectionFee:too-many-decimals", "tariff.firstSeconds:out-of-range",
                "tariff.stepSeconds:out-of-range", "tariff.prefixes[1].prefix:duplicate",
                "tariff.prefixes[2].prefix:not-prefix", "tariff.prefixes[2].perMinute:out-of-range"),
                codes(TrunkRules.check(priced(bad), false)));
    }

    private static TrunkDraft priced(TariffDraft tariff) {
        var d = TrunkDraft.of("A", "192.0.2.1");
        return new TrunkDraft(d.name(), d.host(), d.port(), d.transport(), d.inboundAddresses(), d.registration(),
                d.maxCalls(), d.maxCallsPerSecond(), d.enabled(), d.region(), d.outbound(), d.inbound(), d.callerId(),
                d.assertIdentity(), d.optionsSeconds(), d.answerSeconds(), d.security(), Optional.of(tariff));
    }

    @Test
    void saysTheValueAndWhatIsAllowed() {
        var draft = new TrunkDraft("A", "192.0.2.1", 70_000, Transport.UDP, List.of(), Optional.empty(), 0, 0, true, "",
                TrunkDraft.Rules.NONE, TrunkDraft.Rules.NONE, Optional.empty(), false, 0, 120);
        var error = TrunkRules.check(draft, false).getFirst();
        assertEquals(List.of("70000", "0", "65535"), error.args());
        assertEquals("port 70000 is not between 0 and 65535", error.message());
    }

    private static List<String> handling(SubscriberDraft.Handling handling) {
        return SubscriberRules.check(new SubscriberDraft("anna", Optional.empty(), "", true, handling), true).stream()
                .map(e -> e.field().replace("handling.", "") + " " + e.code()).toList();
    }

    @Test
    void callHandlingNamesNumbersOrPeopleAndNotItself() {
        assertEquals(List.of(), handling(SubscriberDraft.Handling.PLAIN));
        var good = new SubscriberDraft.Handling(Optional.of("+46 8-123 45"), Optional.of("bo"), Optional.of("*98"), 20,
                Optional.of("0701 23 45"), true, 3, List.of("floor-2"));
        assertEquals(List.of(), handling(good));
        assertEquals(Optional.of("+46812345"), good.checked().forwardAlways());
        assertEquals(Optional.of("07012345"), good.checked().forwardUnreachable());
        assertEquals(List.of("forwardAlways to-itself", "forwardBusy not-target", "forwardNoAnswer required",
                "noAnswerSeconds out-of-range", "callLimit out-of-range", "pickupGroups[1] duplicate"),
                handling(new SubscriberDraft.Handling(Optional.of("anna"), Optional.of("sip:bo@x"), Optional.of(" "), 4,
                        Optional.empty(), false, -1, List.of("a", "a"))));
    }

    @Test
    void ringGroupsHaveMembersOnceAndATimeToRing() {
        var draft = new RingGroupDraft("sales", Optional.of("6 0 0"), RingGroup.Strategy.ALL, List.of("anna", "bo"), 20,
                Optional.of("+46 8 1"));
        assertEquals(List.of(), RingGroupRules.check(draft));
        assertEquals(Optional.of("600"), draft.checked().number());
        assertEquals(List.of("name not-username", "number not-dialled", "members[1] duplicate", "ringSeconds out-of-range",
                "fallback not-target"),
                RingGroupRules.check(new RingGroupDraft("my sales", Optional.of("abc"), RingGroup.Strategy.ALL,
                        List.of("anna", "anna"), 4, Optional.of("a b"))).stream()
                        .map(e -> e.field() + " " + e.code()).toList());
    }
}
