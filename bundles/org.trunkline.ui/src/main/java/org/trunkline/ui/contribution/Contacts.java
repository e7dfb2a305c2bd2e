package org.trunkline.ui.contribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.extension.ContactSource;

/**
 * Asks all contributed sources of contacts at once. Each has a thread of its own: one that hangs delays no other, and is
 * not asked again until it is back. Not on the UI thread.
 */
public final class Contacts {
    private static final Logger LOG = LoggerFactory.getLogger(Contacts.class);
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final int MOST = 50;
    private static final int LEAST_TEXT = 2;
    private static final int IDLE_S = 30;

    private final Supplier<List<Contribution<ContactSource>>> contributions;
    private final Duration budget;
    private final Map<Contribution<ContactSource>, Source> made = new ConcurrentHashMap<>();

    private record Source(ContactSource source, ExecutorService thread) {}

    @FunctionalInterface
    private interface Question<R> {
        R ask(ContactSource source) throws Exception;
    }

    public Contacts() {
        this(new Cached(), BUDGET);
    }

    Contacts(Supplier<List<Contribution<ContactSource>>> contributions, Duration budget) {
        this.contributions = contributions;
        this.budget = budget;
    }

    /** The same objects while the registry says the same, so that a source is made once. */
    private static final class Cached implements Supplier<List<Contribution<ContactSource>>> {
        private List<Contribution<ContactSource>> last = List.of();

        @Override
        public synchronized List<Contribution<ContactSource>> get() {
            var now = Contributions.of("contactSources", "source", ContactSource.class);
            if (!names(now).equals(names(last)))
                last = now;
            return last;
        }

        private static List<String> names(List<Contribution<ContactSource>> list) {
            return list.stream().map(c -> c.bundle() + "/" + c.id()).toList();
        }
    }

    /** Contacts whose name or number holds the text, of each number one, in the order of the sources. */
    public List<Contact> search(String text, int most, Optional<Node> node) {
        if (text.strip().length() < LEAST_TEXT)
            return List.of();
        int bounded = Math.clamp(most, 1, MOST);
        var found = new LinkedHashMap<String, Contact>();
        for (List<Contact> some : ask(source -> source.search(text.strip(), bounded, node)))
            some.stream().limit(bounded).forEach(contact -> found.putIfAbsent(contact.number(), contact));
        return found.values().stream().limit(bounded).toList();
    }

    /** Of the first source that knows the number. */
    public Optional<Contact> find(String number, Optional<Node> node) {
        return ask(source -> source.find(number, node)).stream().flatMap(Optional::stream).findFirst();
    }

    private <R> List<R> ask(Question<R> question) {
        var sources = contributions.get();
        made.keySet().removeIf(gone -> !sources.contains(gone) && stop(gone));
        var asked = new LinkedHashMap<Contribution<ContactSource>, CompletableFuture<R>>();
        sources.forEach(source -> start(source, question).ifPresent(answer -> asked.put(source, answer)));
        long end = System.nanoTime() + budget.toNanos();
        var answers = new ArrayList<R>();
        asked.forEach((source, answer) -> await(source, answer, end).ifPresent(answers::add));
        return answers;
    }

    private boolean stop(Contribution<ContactSource> gone) {
        made.get(gone).thread().shutdownNow();
        return true;
    }

    private <R> Optional<CompletableFuture<R>> start(Contribution<ContactSource> source, Question<R> question) {
        try {
            Source ready = made.containsKey(source) ? made.get(source) : make(source);
            return Optional.of(CompletableFuture.supplyAsync(answer(source, ready, question), ready.thread()));
        } catch (ContributionException e) {
            return Optional.empty(); // logged where it was made
        } catch (RejectedExecutionException e) {
            LOG.debug("{} of {} has not finished its previous request", source.id(), source.bundle());
            return Optional.empty();
        }
    }

    private Source make(Contribution<ContactSource> source) throws ContributionException {
        var ready = new Source(source.create(), new ThreadPoolExecutor(1, 1, IDLE_S, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(1), Thread.ofPlatform().daemon().name("desk-contacts-" + source.id()).factory()));
        made.put(source, ready);
        return ready;
    }

    private static <R> Supplier<R> answer(Contribution<ContactSource> source, Source ready, Question<R> question) {
        return () -> {
            try {
                return source.guard(() -> question.ask(ready.source()));
            } catch (ContributionException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static <R> Optional<R> await(Contribution<?> source, CompletableFuture<R> answer, long end) {
        try {
            return Optional.of(answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            LOG.info("{} of {} did not answer within its time", source.id(), source.bundle());
        } catch (ExecutionException e) {
            LOG.debug("{} of {} failed", source.id(), source.bundle());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
