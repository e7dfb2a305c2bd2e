package org.trunkline.node.internal.routing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.PolicyAdvice.Verdict;
import org.trunkline.engine.port.routing.RouteAdvisor;
import org.trunkline.spi.routing.RoutingPolicy;

/**
 * Asks the routing policies one after another, by descending ranking, each about what the one before it left, and the dial
 * plan at the end. A call that a policy rejects or hands over is not put to those after it. <b>Threads:</b> any; each
 * question is answered on a thread of its own.
 */
public final class PolicyChain implements RouteAdvisor {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyChain.class);
    /** Policies that come after this are not asked. */
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final int MOST_WAITING = 2_000;

    private final RoutingExtensions extensions;
    private final TrunkBook trunks;
    private final NumberFactsCache facts;
    private final Executor threads;
    private final LongSupplier nanos;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param threads a thread for each task */
    public PolicyChain(RoutingExtensions extensions, TrunkBook trunks, NumberFactsCache facts, Executor threads) {
        this(extensions, trunks, facts, threads, System::nanoTime);
    }

    PolicyChain(RoutingExtensions extensions, TrunkBook trunks, NumberFactsCache facts, Executor threads,
            LongSupplier nanos) {
        this.extensions = extensions;
        this.trunks = trunks;
        this.facts = facts;
        this.threads = threads;
        this.nanos = nanos;
    }

    @Override
    public boolean listens() {
        return extensions.inUse();
    }

    @Override
    public boolean advise(Question question, Consumer<Answer> answer) {
        facts.seen(question.decision().from());
        facts.seen(question.decision().to());
        var policies = extensions.policies();
        if (policies.isEmpty())
            return false;
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            answer.accept(new Answer(question.decision(), List.of(new PolicyAdvice(policies.getFirst().name(), Verdict.LATE,
                    "not asked: " + MOST_WAITING + " calls wait for policies", 0))));
            return true;
        }
        try {
            threads.execute(() -> {
                try {
                    answer.accept(answer(question, policies));
                } finally {
                    waiting.decrementAndGet();
                }
            });
            return true;
        } catch (RejectedExecutionException e) { // the node stops
            waiting.decrementAndGet();
            return false;
        }
    }

    private Answer answer(Question question, List<Named<RoutingPolicy>> policies) {
        long begun = nanos.getAsLong();
        var proposal = new RouteProposal(question, trunks, facts.known(question.decision().to()), nanos);
        for (var policy : policies) {
            if (!proposal.open())
                break;
            if (nanos.getAsLong() - begun >= PATIENCE.toNanos())
                proposal.notAsked(policy.name());
            else
                proposal.ask(policy.name(), policy.it());
        }
        var decision = proposal.decide();
        LOG.debug("{} {}", question.call(), proposal.advice());
        return new Answer(decision, proposal.advice());
    }
}
