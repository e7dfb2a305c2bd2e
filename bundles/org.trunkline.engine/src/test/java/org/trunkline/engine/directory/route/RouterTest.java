package org.trunkline.engine.directory.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.NumberRules.Format;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.directory.GroupTurns;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.routing.NumberPlan;

class RouterTest {
    /** Sweden, in three lines. */
    private static final NumberPlan SWEDEN = new NumberPlan() {
        @Override
        public Optional<String> normalise(String text, String region) {
            if (text.startsWith("00"))
                return Optional.of("+" + text.substring(2));
            return region.equals("SE") && text.startsWith("0") ? Optional.of("+46" + text.substring(1)) : Optional.empty();
        }

        @Override
        public Optional<String> withoutPlus(String text, String region) {
            return Optional.of("+" + text).filter(n -> n.startsWith("+86"));
        }

        @Override
        public Optional<String> national(String e164, String region) {
            return Optional.of(e164).filter(n -> region.equals("SE") && n.startsWith("+46")).map(n -> "0" + n.substring(3));
        }
    };

    private static Trunk trunk(String name, boolean enabled, NumberRules out, NumberRules in, Optional<String> callerId) {
        return new Trunk(name, new TrunkPeer("192.0.2.1", 5060, Transport.UDP, List.of(), false), enabled,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 0, 120),
                new TrunkNumbers("SE", callerId, false, out, in), Optional.empty());
    }

    private static Trunk trunk(String name) {
        return trunk(name, true, NumberRules.NONE, NumberRules.NONE, Optional.empty());
    }

    private static NumberRules rules(int strip, String prefix, Format format) {
        return new NumberRules(strip, prefix, format);
    }

    private final Configuration configuration = new Configuration(1,
            List.of(new Subscriber("alice", Secret.KEPT, "Alice A", true, CallHandling.PLAIN, Srtp.OFFER), new Subscriber("bob", Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER),
                    new Subscriber("carol", Secret.KEPT, "", false, CallHandling.PLAIN, Srtp.OFFER), new Subscriber("1001", Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER)),
            Map.of(),
            List.of(trunk("plain"), trunk("off", false, NumberRules.NONE, NumberRules.NONE, Optional.empty()),
                    trunk("national", true, rules(0, "", Format.NATIONAL), rules(0, "", Format.NATIONAL),
                            Optional.of("+46855500000")),
                    trunk("digits", true, rules(0, "", Format.E164), rules(0, "", Format.E164), Optional.empty()),
                    trunk("access", true, rules(3, "990", Format.UNCHANGED), rules(2, "+46", Format.UNCHANGED),
                            Optional.empty()),
                    trunk("eater", true, rules(20, "", Format.UNCHANGED), NumberRules.NONE, Optional.empty())),
            Map.of(),
            List.of(new NumberAssignment("+46701111111", "alice"), new NumberAssignment("+46701111112", "alice"),
                    new NumberAssignment("+46702222222", "bob"), new NumberAssignment("+46703333333", "carol")),
            List.of(new Route("+46", List.of("plain", "off", "national")), new Route("+468", List.of("digits", "access")),
                    new Route("9", List.of("plain")), new Route("+49", List.of("off")),
                    new Route("+47", List.of("eater")), new Route("112", List.of("plain"))), List.of());
    private final RoutingPlan plan = new RoutingPlan(configuration, Map.of());
    private final Router router = new Router(SWEDEN, "SE");

    private Decision dial(String who, String called) {
        return router.decide(plan, new RouteRequest(Optional.of(who), Optional.empty(), called, who, "Own Name"));
    }

    private Decision arrive(String trunk, String called) {
        return router.decide(plan, new RouteRequest(Optional.empty(), Optional.of(trunk), called, "0855512345", "Someone"));
    }

    private static List<String> dialled(Decision decision) {
        return assertInstanceOf(Decision.ToTrunks.class, decision).targets().stream()
                .map(t -> t.trunk().name() + " " + t.calledUser() + " from " + t.callerUser()).toList();
    }

    @ParameterizedTest
    @CsvSource({"bob,bob", "1001,1001", "+46702222222,bob", "0702222222,bob", "070-222 22 22,bob", "0046702222222,bob",
            "46702222222,bob", "+46702222222;phone-context=x,bob"})
    void callsASubscriberByNameOrNumber(String called, String who) {
        var to = assertInstanceOf(Decision.ToSubscriber.class, dial("alice", called));
        assertEquals(who, to.username());
        assertEquals(Direction.INTERNAL, to.direction());
        assertEquals("Alice A", to.from().displayName());
        assertEquals(Optional.of("+46701111111"), to.from().number());
    }

    @Test
    void longestPrefixWinsAndEachTrunkHasItsOwnRules() {
        assertEquals(List.of("digits 468123456 from 46701111111", "access 9908123456 from +46701111111"),
                dialled(dial("alice", "08123456")));
    }

    @Test
    void passesOverDisabledTrunksAndSaysSo() {
        var decision = dial("alice", "0709999999");
        assertEquals(List.of("plain +46709999999 from +46701111111", "national 0709999999 from 0855500000"),
                dialled(decision));
        var passedOver = ((Decision.ToTrunks) decision).passedOver();
        assertEquals("off", passedOver.getFirst().target());
        assertEquals(Reason.DISABLED, passedOver.getFirst().reason());
    }

    /** Carriers leave it out of some; a number that somebody dials is not guessed at. */
    @Test
    void aCallerWithoutThePlusIsTheOneWithIt() {
        for (String caller : List.of("8613912345678", "+8613912345678", "008613912345678"))
            assertEquals(Optional.of("+8613912345678"), router.decide(plan, new RouteRequest(Optional.empty(), Optional.of("plain"),
                    "+46702222222", caller, "")).from().number(), caller);
        assertEquals(Optional.empty(), dial("alice", "8613912345678").to().number());
    }

    @Test
    void callsOutWithTheUsernameWhereThereIsNoNumber() {
        assertEquals(List.of("plain 112 from 1001"), dialled(dial("1001", "112")));
    }

    @Test
    void letsASubscriberChooseAmongItsOwnNumbersOnly() {
        var own = new RouteRequest(Optional.of("alice"), Optional.empty(), "112", "0701111112", "");
        var foreign = new RouteRequest(Optional.of("alice"), Optional.empty(), "112", "+46702222222", "");
        assertEquals(List.of("plain 112 from +46701111112"), dialled(router.decide(plan, own)));
        assertEquals(List.of("plain 112 from +46701111111"), dialled(router.decide(plan, foreign)));
    }

    @Test
    void routesByWhatWasDialledWhereThatHasARoute() {
        assertEquals(List.of("plain 94711 from +46702222222"), dialled(dial("bob", "94711")));
    }

    @ParameterizedTest
    @CsvSource({"+33123456,404,NO_ROUTE", "4711,404,NO_ROUTE", "+46abc,484,INVALID_NUMBER", "+,484,INVALID_NUMBER",
            "'',484,INVALID_NUMBER", "+1234567890123456,484,INVALID_NUMBER", "nobody,404,NOT_FOUND",
            "carol,480,NOT_REGISTERED", "+46703333333,480,NOT_REGISTERED", "+4912345,503,TRUNK_DOWN",
            "+4712345678,484,INVALID_NUMBER"})
    void refuses(String called, int status, Cause cause) {
        var refused = assertInstanceOf(Decision.Refused.class, dial("alice", called));
        assertEquals(status, refused.sipStatus());
        assertEquals(cause, refused.cause());
    }

    @Test
    void namesTheCandidatesOfARouteThatNobodyCanTake() {
        var refused = assertInstanceOf(Decision.Refused.class, dial("alice", "+4912345"));
        assertEquals(Optional.of("+49"), refused.prefix());
        assertEquals(List.of("off"), refused.candidates().stream().map(c -> c.target()).toList());
    }

    @ParameterizedTest
    @CsvSource({"plain,+46702222222", "plain,46702222222", "plain,0702222222", "national,0702222222",
            "digits,46702222222", "digits,+46702222222", "access,99702222222"})
    void answersOurNumbersOnTrunks(String trunk, String called) {
        var to = assertInstanceOf(Decision.ToSubscriber.class, arrive(trunk, called));
        assertEquals("bob", to.username());
        assertEquals(Direction.INBOUND, to.direction());
        assertEquals(Optional.of("+46702222222"), to.to().number());
    }

    @Test
    void readsTheCallersNumberOnATrunk() {
        var to = assertInstanceOf(Decision.ToSubscriber.class, arrive("national", "0702222222"));
        assertEquals(Optional.of("+46855512345"), to.from().number());
        assertEquals("Someone", to.from().displayName());
    }

    /** A number with a route, a subscriber's name, an access code: a trunk gets at none of them. */
    @ParameterizedTest
    @ValueSource(strings = {"+46709999999", "94711", "112", "bob", "1001", "", "0709999999"})
    void neverPassesATrunksCallToAnotherTrunk(String called) {
        var refused = assertInstanceOf(Decision.Refused.class, arrive("plain", called));
        assertEquals(404, refused.sipStatus());
        assertEquals(Direction.INBOUND, refused.direction());
    }

    @Test
    void refusesWhoeverIsNeitherSubscriberNorTrunk() {
        var refused = router.decide(plan, new RouteRequest(Optional.of("mallory"), Optional.empty(), "bob", "x", ""));
        assertEquals(403, assertInstanceOf(Decision.Refused.class, refused).sipStatus());
    }

    @Test
    void keepsEachTargetsDisplayName() {
        var decision = assertInstanceOf(Decision.ToTrunks.class, dial("bob", "112"));
        assertTrue(decision.targets().stream().map(TrunkTarget::callerName).allMatch("Own Name"::equals));
    }

    private Decision with(RingGroup group, RouteRequest request) {
        var c = configuration;
        return new Router(SWEDEN, "SE", "*8").decide(new RoutingPlan(new Configuration(1, c.subscribers(), c.secrets(),
                c.trunks(), c.trunkPasswords(), c.numbers(), c.routes(), List.of(group)), Map.of()), request);
    }

    private static RouteRequest from(String who, String called) {
        return new RouteRequest(Optional.of(who), Optional.empty(), called, who, "");
    }

    @Test
    void ringGroupsAreReachedByNameAndNumberFromInsideAndOutside() {
        var shortNumber = new RingGroup("sales", Optional.of("600"), List.of("bob"), RingGroup.Strategy.ALL, 20, Optional.empty());
        for (String dialled : List.of("sales", "600"))
            assertEquals("sales", assertInstanceOf(Decision.ToGroup.class, with(shortNumber, from("alice", dialled)))
                    .group().name());
        var outside = new RingGroup("sales", Optional.of("+46855511111"), List.of("bob"), RingGroup.Strategy.ALL, 20, Optional.empty());
        assertInstanceOf(Decision.ToGroup.class, with(outside, from("alice", "0855511111")));
        for (String called : List.of("+46855511111", "46855511111"))
            assertEquals(Direction.INBOUND, assertInstanceOf(Decision.ToGroup.class, with(outside,
                    new RouteRequest(Optional.empty(), Optional.of("plain"), called, "", ""))).direction());
        assertInstanceOf(Decision.Refused.class, with(shortNumber,
                new RouteRequest(Optional.empty(), Optional.of("plain"), "sales", "", "")));
    }

    @Test
    void pickupCodesNameARingingPhoneOrAny() {
        var none = new RingGroup("sales", Optional.empty(), List.of("bob"), RingGroup.Strategy.ALL, 20, Optional.empty());
        assertEquals(Optional.empty(), assertInstanceOf(Decision.PickUp.class, with(none, from("alice", "*8"))).of());
        assertEquals(Optional.of("1001"),
                assertInstanceOf(Decision.PickUp.class, with(none, from("alice", "*81001"))).of());
        assertInstanceOf(Decision.Refused.class, with(none, from("alice", "*89999")));
    }

    @Test
    void forwardedCallsShowTheCallerAndNotWhoForwards() {
        var caller = new Party("0855512345", Optional.of("+46855512345"), "Someone");
        var decision = router.decide(plan, new RouteRequest(Optional.of("alice"), Optional.empty(), "+46700000000",
                "alice", "", Optional.of(caller)));
        var to = assertInstanceOf(Decision.ToTrunks.class, decision);
        assertEquals(caller, to.from());
        assertEquals("+46855512345", to.targets().getFirst().callerUser());
        var unknown = assertInstanceOf(Decision.ToTrunks.class, router.decide(plan, new RouteRequest(
                Optional.of("alice"), Optional.empty(), "+46700000000", "alice", "", Optional.of(Party.of("x")))));
        assertEquals("+46701111111", unknown.targets().getFirst().callerUser()); // some number of ours, not none
    }

    @Test
    void turnsGoToWhoeverWaitedLongest() {
        var turns = new GroupTurns();
        var members = List.of("a", "b", "c");
        assertEquals(members, turns.order("sales", members));
        turns.took("sales", "a");
        assertEquals(List.of("b", "c", "a"), turns.order("sales", members));
        turns.took("sales", "b");
        turns.took("sales", "a");
        assertEquals(List.of("c", "b", "a"), turns.order("sales", members));
        assertEquals(members, turns.order("help", members));
        turns.keep(List.of());
        assertEquals(members, turns.order("sales", members));
    }

    /** An application sends callers from outside to people, and to no other trunk. */
    @Test
    void anApplicationSendsACallerFromATrunkToNamesButToNoTrunk() {
        var plan = new RoutingPlan(configuration, Map.of());
        var router = new Router(SWEDEN, "SE");
        var bob = assertInstanceOf(Decision.ToSubscriber.class, router.decideForApplication(plan, fromTrunk("bob")));
        assertEquals("bob", bob.username());
        assertEquals(Party.of("+46709999999"), bob.from());
        assertInstanceOf(Decision.ToSubscriber.class, router.decideForApplication(plan, fromTrunk("+46702222222")));
        var abroad = assertInstanceOf(Decision.Refused.class, router.decideForApplication(plan, fromTrunk("+4915112345678")));
        assertEquals(404, abroad.sipStatus());
    }

    private static RouteRequest fromTrunk(String called) {
        return new RouteRequest(Optional.empty(), Optional.of("plain"), called, "+46709999999", "",
                Optional.of(Party.of("+46709999999")));
    }
}
