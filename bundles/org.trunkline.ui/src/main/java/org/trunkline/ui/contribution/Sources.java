package org.trunkline.ui.contribution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that bundles contribute to a point and that are asked in the background. Each has a thread of its own: one that
 * hangs delays no other.
 *
 * @param <S> their type
 */
final class Sources<S> {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    private static final int IDLE_S = 30;

    private final Supplier<List<Contribution<S>>> contributions;
    private final RejectedExecutionHandler busy;
    private final Map<Contribution<S>, Source<S>> made = new ConcurrentHashMap<>();

    private record Source<S>(S source, ExecutorService thread) {}

    /** What is asked of each. */
    @FunctionalInterface
    interface Question<S, R> {
        R ask(S source) throws Exception;
    }

    /** @param busy what becomes of a question to a source that has not finished two previous ones */
    Sources(Supplier<List<Contribution<S>>> contributions, RejectedExecutionHandler busy) {
        this.contributions = contributions;
        this.busy = busy;
    }

    /** The same objects while the registry says the same, so that a source is made once. */
    static <S> Supplier<List<Contribution<S>>> ofRegistry(String point, String element, Class<S> type) {
        return new Cached<>(() -> Contributions.of(point, element, type));
    }

    private static final class Cached<S> implements Supplier<List<Contribution<S>>> {
        private final Supplier<List<Contribution<S>>> registry;
        private List<Contribution<S>> last = List.of();

        Cached(Supplier<List<Contribution<S>>> registry) {
            this.registry = registry;
        }

        @Override
        public synchronized List<Contribution<S>> get() {
            var now = registry.get();
            if (!names(now).equals(names(last)))
                last = now;
            return last;
        }

        private static <S> List<String> names(List<Contribution<S>> list) {
            return list.stream().map(c -> c.bundle() + "/" + c.id()).toList();
        }
    }

    /** Asks all at once. @return the answers to come, in the order of the sources; a source that cannot be asked has none */
    synchronized <R> Map<Contribution<S>, CompletableFuture<R>> ask(Question<S, R> question) {
        var sources = contributions.get();
        made.keySet().removeIf(gone -> !sources.contains(gone) && stop(gone));
        var asked = new LinkedHashMap<Contribution<S>, CompletableFuture<R>>();
        for (var source : sources)
            try {
                Source<S> ready = made.containsKey(source) ? made.get(source) : make(source);
                asked.put(source, CompletableFuture.supplyAsync(answer(source, ready, question), ready.thread()));
            } catch (ContributionException e) {
                LOG.debug("{} was logged where it was made", source.id());
            } catch (RejectedExecutionException e) {
                LOG.debug("{} of {} has not finished its previous request", source.id(), source.bundle());
            }
        return asked;
    }

    private boolean stop(Contribution<S> gone) {
        made.get(gone).thread().shutdownNow();
        return true;
    }

    private Source<S> make(Contribution<S> source) throws ContributionException {
        var ready = new Source<>(source.create(), new ThreadPoolExecutor(1, 1, IDLE_S, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(1), Thread.ofPlatform().daemon().name("desk-ask-" + source.id()).factory(), busy));
        ((ThreadPoolExecutor) ready.thread()).allowCoreThreadTimeOut(true);
        made.put(source, ready);
        return ready;
    }

    private static <S, R> Supplier<R> answer(Contribution<S> source, Source<S> ready, Question<S, R> question) {
        return () -> {
            try {
                return source.guard(() -> question.ask(ready.source()));
            } catch (ContributionException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
