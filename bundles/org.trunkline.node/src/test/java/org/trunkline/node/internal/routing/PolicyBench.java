package org.trunkline.node.internal.routing;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.routing.RouteAdvisor;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.TrunkLoad;
import org.trunkline.testkit.FakeDirectory;

/** CPU that a routing policy costs each call: the question, the guard timer, the chain's thread, the answer's way back. */
public final class PolicyBench {
    private static final int CALLS = 200_000;
    private static final List<Trunk> TRUNKS = List.of(FakeDirectory.trunk("A", "203.0.113.1"),
            FakeDirectory.trunk("B", "203.0.113.2"), FakeDirectory.trunk("C", "203.0.113.3"));

    private static final class Book implements TrunkBook {
        @Override
        public Optional<Trunk> trunk(String name) {
            return TRUNKS.stream().filter(trunk -> trunk.name().equals(name)).findFirst();
        }

        @Override
        public Optional<TrunkTarget> target(Trunk trunk, RouteRequest request, Decision decided) {
            return Optional.of(new TrunkTarget(trunk, request.calledUser(), request.callerUser(), ""));
        }

        @Override
        public TrunkLoad load(Trunk trunk) {
            return new TrunkLoad(3, 30, true, 0.5);
        }
    }

    private PolicyBench() {}

    public static void main(String[] args) throws Exception {
        var extensions = new RoutingExtensions();
        var factory = Thread.ofVirtual().factory();
        Executor threads = task -> factory.newThread(task).start();
        var chain = new PolicyChain(extensions, new Book(),
                new NumberFactsCache(extensions, InstantSource.system(), threads), threads);
        RoutingPolicy none = _ -> RoutingAdvice.none();
        RoutingPolicy reorder = question -> question.destination() instanceof Destination.Trunks trunks
                ? RoutingAdvice.order(trunks.candidates().reversed().stream().map(RouteCandidate::trunk).toList(), "reversed")
                : RoutingAdvice.none();
        try (var timers = new WheelScheduler()) {
            for (int round = 0; round < 5; round++) {
                System.out.printf(Locale.ROOT, "no policy %.3f µs", cpu(chain, timers, threads));
                extensions.addPolicy(none, Map.of());
                System.out.printf(Locale.ROOT, ", one without advice %.1f µs", cpu(chain, timers, threads));
                extensions.removePolicy(none);
                extensions.addPolicy(reorder, Map.of());
                System.out.printf(Locale.ROOT, ", one that reorders %.1f µs CPU a call%n", cpu(chain, timers, threads));
                extensions.removePolicy(reorder);
            }
        }
    }

    /** Microseconds of CPU a call. */
    private static double cpu(RouteAdvisor advisor, WheelScheduler timers, Executor threads) throws InterruptedException {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var underWay = new Semaphore(20);
        var targets = TRUNKS.stream().map(trunk -> new TrunkTarget(trunk, "0701234567", "alice", "")).toList();
        var decision = new Decision.ToTrunks(Direction.OUTBOUND, "+46", Party.of("alice"),
                new Party("0701234567", Optional.of("+46701234567"), ""), targets, List.of());
        var question = new RouteAdvisor.Question(new CallId("06GZW8PS7WE6SNSW5VQ0"), Instant.EPOCH,
                new RouteRequest(Optional.of("alice"), Optional.empty(), "0701234567", "alice", ""), decision, 0);
        var answered = new AtomicLong();
        long begun = process.getProcessCpuTime();
        for (int i = 0; i < CALLS; i++) {
            if (!advisor.listens())
                continue;
            underWay.acquire();
            var guard = timers.after(Duration.ofSeconds(1), () -> {});
            advisor.advise(question, _ -> threads.execute(() -> { // the call's mailbox
                guard.cancel();
                answered.incrementAndGet();
                underWay.release();
            }));
        }
        underWay.acquire(20);
        return (process.getProcessCpuTime() - begun) / 1e3 / CALLS;
    }
}
