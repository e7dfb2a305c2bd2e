package org.trunkline.cdr.lucene.internal;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchRequest;

/**
 * Asks what people ask, as soon as the index is open: the first question of a process loads its classes and columns, which
 * takes a second at ten million records. So that nobody waits for that who comes when the node has started.
 */
final class FirstQuestions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstQuestions.class);
    private static final Set<CdrField> FACETS = EnumSet.of(CdrField.TRUNK, CdrField.CAUSE, CdrField.STATUS,
            CdrField.DIRECTION, CdrField.CODEC);
    private static final List<String> TEXTS = List.of("", "cause:busy", "answered:true duration:>1m", "to:*4711", "4711",
            "started:[-7d TO now] -cause:normal");
    /** The second time it is compiled what there is most of. */
    private static final int ROUNDS = 3;
    private static final int BUCKETS = 60;
    private static final int PAGE = 100;

    private final CdrSearch search;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final long delayMs;

    /** @param delayMs what a start has to do goes first where there are few records: they are soon read */
    FirstQuestions(CdrSearch search, long delayMs) {
        this.search = search;
        this.delayMs = delayMs;
        thread = Thread.ofPlatform().daemon().name("cdr-search-first").priority(Thread.MIN_PRIORITY).start(this::ask);
    }

    private void ask() {
        try {
            boolean closed = closing.await(delayMs, TimeUnit.MILLISECONDS);
            for (int i = 0; i < ROUNDS * TEXTS.size() && !closed; i++) {
                ask(new CdrQuery(TEXTS.get(i % TEXTS.size()), Optional.empty(), Optional.empty()));
                closed = closing.getCount() == 0;
            }
        } catch (QueryException | NodeUnavailableException e) {
            LOG.debug("the index is not warm: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does but the end of the process
        }
    }

    private void ask(CdrQuery query) throws QueryException, NodeUnavailableException {
        try (var answer = search.search(new SearchRequest(query, CdrOrder.NEWEST_FIRST, PAGE, FACETS, Set.of(), BUCKETS))) {
            while (answer.next().isPresent()) {
                // until the last
            }
        }
    }

    /** Returns once nothing is asked any more. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
