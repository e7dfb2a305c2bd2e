package org.trunkline.api.cdr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;

/** Finds records. <b>Threads:</b> any but the UI thread. */
public interface CdrSearch {
    /**
     * Rows of a result by position, for tables that scroll over all of it.
     *
     * @param offset from 0
     * @param limit 1 to 500
     */
    Page<CdrRow> rows(CdrQuery query, CdrOrder order, long offset, int limit)
            throws QueryException, NodeUnavailableException;

    /**
     * Complete records, page by page. A page that takes too long is {@link Page#isCutShort cut short}: continue with its next.
     *
     * @param after a {@link Page#next}, or empty
     * @param limit 1 to 500
     * @throws IllegalArgumentException if {@code after} is no next of this search in this order
     */
    Page<Cdr> records(CdrQuery query, CdrOrder order, Optional<String> after, int limit)
            throws QueryException, NodeUnavailableException;

    /** The same, asked again while the page is {@link Page#isCutShort cut short}. */
    default Page<Cdr> wholeRecords(CdrQuery query, CdrOrder order, Optional<String> after, int limit)
            throws QueryException, NodeUnavailableException {
        var page = records(query, order, after, limit);
        while (page.isCutShort())
            page = records(query, order, page.next(), limit);
        return page;
    }

    /**
     * One question and all that is shown of its answer: rows, figures, histogram and facets. Nothing is looked at before the
     * first part is asked for.
     */
    SearchAnswer search(SearchRequest request) throws NodeUnavailableException;

    /**
     * Counts over the whole result: a {@link #search} without rows, once all its parts are there.
     *
     * @param facets fields with {@link CdrField#isFacet}; one that the text asks values of is counted as if it did not
     * @param buckets at most how many steps of time, 0 to 1000; over the query's range, else from its first to its last record
     */
    default CdrSummary summarize(CdrQuery query, Set<CdrField> facets, int buckets)
            throws QueryException, NodeUnavailableException {
        try (var answer = search(SearchRequest.figures(query, facets, buckets))) {
            Optional<CdrSummary> summary = Optional.empty();
            for (var part = answer.next(); part.isPresent(); part = answer.next())
                switch (part.get()) {
                    case SearchPart.Rows _, SearchPart.AttributeFacet _ -> {
                        // none were asked for
                    }
                    case SearchPart.Figures figures -> summary = Optional.of(figures.summary());
                    case SearchPart.Facet facet -> summary = summary.map(all -> all.with(facet));
                }
            return summary.orElseThrow();
        }
    }

    /**
     * Calls by trunk and step of time over the whole result: answer-seizure ratio, mean duration, post-dial delay.
     * By time, then trunk; steps and trunks without calls left out. All on one page; where a search was ended before all was
     * looked at, what was found until then, and marked so.
     *
     * @param step at least a minute; where there would be more than 5000 of them from the first to the last record found, each
     *        is as many times longer as is needed, and says so
     */
    Page<TrunkPeriod> trunkPeriods(CdrQuery query, Duration step) throws QueryException, NodeUnavailableException;

    /**
     * @param start of the step
     * @param talkTime sum of durations
     * @param postDialDelay below which 95 of 100 calls with one were, within a fiftieth; zero where none had
     * @param step how long it is, the same for all of an answer
     */
    record TrunkPeriod(Instant start, String trunk, long calls, long answered, Duration talkTime,
            Duration postDialDelay, Duration step) {
        /** Answer-seizure ratio (ITU-T E.411), 0..1. */
        public double asr() {
            return calls == 0 ? 0 : (double) answered / calls;
        }

        /** Average call duration (ITU-T E.437), of answered calls. */
        public Duration acd() {
            return answered == 0 ? Duration.ZERO : talkTime.dividedBy(answered);
        }
    }

    Optional<Cdr> find(CallId id) throws NodeUnavailableException;

    Optional<Ladder> ladder(CallId id) throws NodeUnavailableException;

    /** The fields that plug-ins add to records: they are searched and sorted by as those of {@link CdrField}. */
    default List<AttributeAbout> attributes() throws NodeUnavailableException {
        return List.of();
    }

    /** Completions at the cursor: fields, then values. At most 20, best first. */
    List<Completion> complete(String text, int caret) throws NodeUnavailableException;

    /**
     * @param start where the replaced part begins
     * @param end where it ends
     * @param insert replacement text
     * @param label with the number of matching records, if counted
     */
    record Completion(int start, int end, String insert, String label) {}

    /** Receives new records when search can find them, on a thread of the node; in batches, oldest first. */
    Watch watch(Consumer<List<CdrRow>> listener);
}
