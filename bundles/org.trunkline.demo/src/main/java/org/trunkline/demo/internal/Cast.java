package org.trunkline.demo.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.NumberRules.Format;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.schema.Secret;

/** Who plays in the demo: two carriers with three trunks, six subscribers, twenty numbers, the routes. */
final class Cast {
    static final String NORDIC_A = "Nordic Voice A";
    static final String NORDIC_B = "Nordic Voice B";
    static final String PACIFIC = "Pacific Tel";
    static final int NUMBERS = 20;

    record Person(String username, String name) {}

    static final List<Person> PEOPLE = List.of(new Person("demo-anna", "Anna Lindqvist"),
            new Person("demo-budi", "Budi Santoso"), new Person("demo-chen", "陈伟"),
            new Person("demo-dewi", "Dewi Lestari"), new Person("demo-erik", "Erik Öberg"),
            new Person("demo-fang", "方丽"));

    private Cast() {}

    /** One of our own numbers, E.164. */
    static String number(int index) {
        return "+46868400%02d".formatted(index);
    }

    static Subscriber subscriber(Person person, String password) {
        return new Subscriber(person.username(), Secret.of(password), person.name(), true, CallHandling.PLAIN, Srtp.OFFER);
    }

    static List<NumberAssignment> numbers() {
        var all = new ArrayList<NumberAssignment>();
        for (int i = 0; i < NUMBERS; i++)
            all.add(new NumberAssignment(number(i), PEOPLE.get(i % PEOPLE.size()).username()));
        return all;
    }

    static Trunk trunk(String name, String host, int port, int maxCalls, int maxCallsPerSecond) {
        return new Trunk(name, new TrunkPeer(host, port, Transport.UDP, List.of(), false), true,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(maxCalls, maxCallsPerSecond, 10, 25),
                new TrunkNumbers("SE", Optional.empty(), true, new NumberRules(0, "", Format.E164), new NumberRules(0, "", Format.E164)), Optional.of(tariff(name)));
    }

    /** By the second at home, by the minute abroad, which is dearer. */
    private static Tariff tariff(String trunk) {
        boolean abroad = trunk.equals(PACIFIC);
        return new Tariff(abroad ? "USD" : "SEK", price(abroad ? "0.04" : "0.22"), abroad ? 60 : 1, abroad ? 60 : 1,
                List.of(new Tariff.PrefixRate(abroad ? "+86" : "+467", price(abroad ? "0.03" : "0.49"))));
    }

    private static Tariff.Rate price(String perMinute) {
        return new Tariff.Rate(Amount.of(new BigDecimal(perMinute)), Amount.of(new BigDecimal("0.05")));
    }

    static List<Route> routes() {
        return List.of(new Route("+46", List.of(NORDIC_A, NORDIC_B)),
                new Route("+62", List.of(PACIFIC, NORDIC_B)), new Route("+86", List.of(PACIFIC, NORDIC_B)),
                new Route("", List.of(NORDIC_B, PACIFIC)));
    }
}
