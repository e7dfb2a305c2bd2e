package org.trunkline.demo.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.DemoTraffic.DemoRefusedException;
import org.trunkline.api.node.Node;

/** The phones and switches of the demo, and who calls whom. */
final class Traffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    private static final Impairment BAD_LINE = new Impairment(0.07, 80, 60);
    private static final int PATIENCE_MS = 18_000;
    private static final int MAX_CALLS_EACH = 12;
    /** One in so many of the calls from outside that somebody takes. */
    private static final int TRANSFERRED_OF = 8;
    private static final int LISTENER_TRIES = 80;
    /** Numbers of strangers: dialled by our people, calling them. */
    private static final List<String> SWEDEN = List.of("+46812345670", "+46701740605", "+46317001234", "+46406661234");
    private static final List<String> FAR_AWAY = List.of("+622129784000", "+628111234567", "+861065529988",
            "+8613912345678");

    private final Pacer pacer = new Pacer();
    private final RandomGenerator random;
    private final InetSocketAddress node;
    private final Map<String, UserAgent> phones = new LinkedHashMap<>();
    private final Map<String, UserAgent> switches = new LinkedHashMap<>();
    private final Thread loop;
    private volatile boolean running = true;

    /** Opens the phones, sets the node up and begins. */
    Traffic(Node target, long seed) throws DemoRefusedException, NodeUnavailableException {
        random = new Random(seed);
        node = sipAddress(target);
        try {
            openSwitches();
            openPhones();
        } catch (IOException e) {
            close();
            throw new DemoRefusedException("The demo's phones find no free port: " + e.getMessage());
        }
        var ports = new HashMap<String, Integer>();
        switches.forEach((name, it) -> ports.put(name, it.port()));
        var passwords = passwords();
        try {
            new Setup(target).apply(node.getAddress().getHostAddress(), ports, passwords);
        } catch (DemoRefusedException | NodeUnavailableException e) {
            close();
            throw e;
        }
        phones.forEach((name, phone) -> phone.register(passwords.get(name)));
        loop = Thread.ofVirtual().name("demo-calls").start(this::run);
    }

    /** A node that is just starting says where it listens a moment later. */
    private static InetSocketAddress sipAddress(Node target) throws DemoRefusedException, NodeUnavailableException {
        for (int i = 0; i < LISTENER_TRIES; i++) {
            for (String listener : target.status().listeners())
                if (listener.startsWith("udp "))
                    return address(listener.substring(4));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
        }
        throw new DemoRefusedException("The node has no UDP listener for SIP; the demo's phones need one.");
    }

    private static InetSocketAddress address(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        String host = hostPort.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(hostPort.substring(colon + 1));
        boolean anywhere = host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
        return new InetSocketAddress(anywhere ? "127.0.0.1" : host, port);
    }

    private void openSwitches() throws IOException {
        InetAddress address = node.getAddress();
        LOG.debug("demo switches on {}", address);
        switches.put(Cast.NORDIC_A, carrier(180, Impairment.NONE, 0.10));
        switches.put(Cast.NORDIC_B, carrier(140, Impairment.NONE, 0.01));
        switches.put(Cast.PACIFIC, carrier(220, BAD_LINE, 0.05));
    }

    /** @param failing share of calls it refuses with 503 */
    private UserAgent carrier(double pitch, Impairment line, double failing) throws IOException {
        return new UserAgent("carrier", node, 0, new Voice(pitch), line, pacer, random,
                invite -> atCarrier(invite.requestUser(), failing));
    }

    private void openPhones() throws IOException {
        double pitch = 120;
        for (var person : Cast.PEOPLE)
            phones.put(person.username(), new UserAgent(person.username(), node, 0, new Voice(pitch += 17),
                    Impairment.NONE, pacer, random, invite -> atPhone(person.username(), invite)));
    }

    private Map<String, String> passwords() {
        var secret = new SecureRandom();
        var all = new HashMap<String, String>();
        for (var person : Cast.PEOPLE)
            all.put(person.username(), Long.toString(secret.nextLong() & Long.MAX_VALUE, 36));
        return all;
    }

    private Behaviour atCarrier(String dialled, double failing) {
        double dice = random.nextDouble();
        if (dice < failing)
            return new Behaviour.Refuse(503, "Service Unavailable");
        if (dialled.endsWith("0")) // an unassigned number
            return new Behaviour.Refuse(404, "Not Found");
        return like(random.nextDouble());
    }

    /** Some who are called from outside lead the caller on to a colleague. */
    private Behaviour atPhone(String own, SipText invite) {
        var usual = like(random.nextDouble());
        String colleague = Cast.PEOPLE.get(random.nextInt(Cast.PEOPLE.size())).username();
        boolean outside = Cast.PEOPLE.stream().noneMatch(p -> invite.header("from").contains(p.username()));
        if (outside && usual instanceof Behaviour.Answer answer && !colleague.equals(own)
                && random.nextInt(TRANSFERRED_OF) == 0)
            return new Behaviour.Transfer(answer.ringMs(), random.nextInt(2_000, 6_000), colleague, random.nextBoolean());
        return usual;
    }

    private Behaviour like(double dice) {
        if (dice < 0.12)
            return new Behaviour.Refuse(486, "Busy Here");
        if (dice < 0.22)
            return new Behaviour.Ring();
        if (dice < 0.25)
            return new Behaviour.Refuse(603, "Decline");
        boolean hangsUp = random.nextInt(3) == 0;
        return new Behaviour.Answer(random.nextInt(800, 5000), hangsUp ? random.nextInt(4_000, 30_000) : 0);
    }

    private void run() {
        try {
            TimeUnit.SECONDS.sleep(2); // let the phones register
            while (running) {
                try {
                    one();
                } catch (IOException e) {
                    LOG.warn("A demo call was not placed: {}", e.getMessage());
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(500, 1500));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void one() throws IOException {
        int talk = random.nextInt(5_000, 40_000);
        int patience = random.nextInt(6) == 0 ? random.nextInt(1_000, 3_000) : PATIENCE_MS;
        double dice = random.nextDouble();
        if (dice < 0.25) {
            var from = any(phones);
            place(from, from.user, Cast.PEOPLE.get(random.nextInt(Cast.PEOPLE.size())).username(), patience, talk);
        } else if (dice < 0.60) {
            var numbers = random.nextBoolean() ? SWEDEN : FAR_AWAY;
            String number = numbers.get(random.nextInt(numbers.size()));
            boolean wrong = random.nextInt(20) == 0;
            var from = any(phones);
            place(from, from.user, wrong ? number.substring(0, number.length() - 1) + '0' : number, patience, talk);
        } else {
            boolean unknown = random.nextInt(25) == 0;
            var strangers = random.nextBoolean() ? SWEDEN : FAR_AWAY;
            place(any(switches), strangers.get(random.nextInt(strangers.size())).substring(1),
                    unknown ? "46868499999" : Cast.number(random.nextInt(Cast.NUMBERS)).substring(1), patience, talk);
        }
    }

    private void place(UserAgent from, String as, String target, int patience, int talk) throws IOException {
        if (!target.equals(from.user) && from.count() < MAX_CALLS_EACH)
            from.call(as, target, patience, talk);
    }

    private UserAgent any(Map<String, UserAgent> agents) {
        var all = new ArrayList<>(agents.values());
        return all.get(random.nextInt(all.size()));
    }

    @Override
    public void close() {
        running = false;
        if (loop != null)
            loop.interrupt();
        phones.values().forEach(UserAgent::close);
        switches.values().forEach(UserAgent::close);
        Thread.ofVirtual().name("demo-close").start(this::closePacer);
    }

    /** Leaves the last BYEs a moment. */
    private void closePacer() {
        try {
            TimeUnit.SECONDS.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pacer.close();
    }
}
