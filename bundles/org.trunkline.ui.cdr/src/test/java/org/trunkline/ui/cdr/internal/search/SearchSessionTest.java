package org.trunkline.ui.cdr.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.Failure;
import org.trunkline.ui.NodeTask;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.Stretch;
import org.trunkline.ui.cdr.internal.query.TimeRange;

class SearchSessionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final FakeNode node = new FakeNode();
    private final CdrGenerator calls = new CdrGenerator(1, NOW.minus(Duration.ofHours(1)), 0.1);
    private final Runs runs = new Runs();
    private final Shown shown = new Shown();
    private final SearchSession session = new SearchSession(runs, shown, () -> NOW, ZoneId.of("UTC"), TimeRange.DAY);

    @BeforeEach
    void someCalls() {
        for (int i = 0; i < 20; i++)
            node.cdrs().add(calls.next());
    }

    @Test
    void aSearchShowsItsPlaceAndFigures() {
        session.search("direction:inbound");
        runs.all();
        assertEquals(List.of(new Place("direction:inbound", TimeRange.DAY)), shown.places);
        assertTrue(shown.summaries.getLast().total() < 20);
        assertEquals("direction:inbound", session.query().text());
        assertEquals(Optional.of(NOW.minus(Duration.ofHours(24))), session.query().from());
    }

    @Test
    void theValuesOfAFacetThatIsAskedForStayInView() {
        session.search("direction:inbound");
        runs.all();
        assertTrue(shown.summaries.getLast().facets().get(CdrField.DIRECTION).size() > 1);
        assertTrue(shown.summaries.getLast().facets().get(CdrField.CAUSE).stream()
                .mapToLong(CdrSummary.Count::count).sum() < 20);
    }

    @Test
    void aTextNotUnderstoodLeavesWhatIsShown() {
        session.search("direction:inbound");
        runs.all();
        session.search("nonsense:x");
        runs.all();
        assertEquals(1, shown.refused.size());
        assertEquals("direction:inbound", session.query().text());
        assertEquals(1, shown.places.size());
        assertFalse(session.trail().texts().contains("nonsense:x"));
    }

    @Test
    void ofTwoSearchesTheLaterOneIsShownWhicheverAnswersFirst() {
        session.search("direction:inbound");
        session.search("direction:outbound");
        runs.reversed();
        assertEquals(List.of("direction:outbound"), shown.places.stream().map(Place::text).toList());
    }

    @Test
    void backAndForthSearchAgain() {
        session.search("direction:inbound");
        runs.all();
        session.toggle(CdrField.DIRECTION, "inbound");
        runs.all();
        assertEquals("", session.query().text());
        session.back();
        runs.all();
        assertEquals("direction:inbound", session.query().text());
        assertTrue(session.trail().canGoForward());
        session.forward();
        runs.all();
        assertEquals("", session.query().text());
    }

    @Test
    void newCallsAreCountedWhereTheReaderIsElsewhere() {
        session.search("");
        runs.all();
        add(3);
        session.callsEnded();
        session.tick(false);
        runs.all();
        assertEquals(3, shown.news);
        assertEquals(0, shown.refreshes);
        session.showNew();
        runs.all();
        assertEquals(0, shown.news);
        assertEquals(23, shown.summaries.getLast().total());
    }

    @Test
    void newCallsShowByThemselvesAtTheTop() {
        session.search("");
        runs.all();
        add(2);
        session.callsEnded();
        session.tick(true);
        runs.all();
        assertEquals(0, shown.news);
        assertEquals(1, shown.refreshes);
        assertEquals(22, shown.summaries.getLast().total());
    }

    @Test
    void nothingIsAskedWhileNothingEnded() {
        session.search("");
        runs.all();
        session.tick(true);
        assertTrue(runs.waiting.isEmpty());
        session.callsEnded();
        session.tick(true);
        session.callsEnded();
        session.tick(true);
        assertEquals(1, runs.waiting.size(), "one look at a time");
        runs.all();
        session.tick(true);
        assertEquals(1, runs.waiting.size(), "and one more for those that ended meanwhile");
    }

    @Test
    void aPastTimeHasNoNewCalls() {
        session.search(new Place("", new TimeRange.Day(1)));
        runs.all();
        session.callsEnded();
        session.tick(true);
        assertTrue(runs.waiting.isEmpty());
    }

    @Test
    void barsWriteTheirTimeIntoTheText() {
        var first = new Stretch(NOW.minusSeconds(7200), NOW.minusSeconds(3600));
        session.search("direction:inbound");
        session.narrow(first);
        assertEquals(new Place("direction:inbound AND " + first.clause(), new TimeRange.All()), session.place());
        assertFalse(session.place().isOpen(), "no call that ends now began then");
        var then = new Stretch(NOW.minusSeconds(7200), NOW.minusSeconds(7140));
        session.narrow(then);
        assertEquals("direction:inbound AND " + then.clause(), session.place().text(), "in place of the first");
        session.search(TimeRange.HOUR);
        assertEquals(new Place("direction:inbound", TimeRange.HOUR), session.place(), "another time in place of it");
        session.search(then.clause());
        assertEquals(new Place(then.clause(), new TimeRange.All()), session.place(), "as one of the history");
    }

    @Test
    void anOutageIsToldAndEnds() {
        node.outage(Optional.of("gone"));
        session.search("");
        runs.all();
        assertEquals(List.of("gone"), shown.failures);
        node.outage(Optional.empty());
        session.search(session.place());
        runs.all();
        assertEquals(1, shown.places.size());
    }

    /** As while the index is made: nobody has to ask again by hand. */
    @Test
    void anOutageThatEndsIsSeenByItself() {
        node.outage(Optional.of("gone"));
        session.search("direction:inbound");
        runs.all();
        session.tick(true);
        runs.all();
        assertEquals(List.of("gone"), shown.failures, "once, with the time it began");
        node.outage(Optional.empty());
        session.tick(true);
        session.tick(true);
        runs.all();
        assertEquals(List.of(new Place("direction:inbound", TimeRange.DAY)), shown.places);
        assertEquals(1, shown.summaries.size());
        session.tick(true);
        runs.all();
        assertEquals(1, shown.summaries.size(), "as always again");
    }

    private void add(int n) {
        for (int i = 0; i < n; i++) {
            Cdr call = calls.next();
            node.cdrs().add(call);
        }
    }

    /** Runs tasks when the test says so. */
    private final class Runs implements SearchSession.Runner {
        private final Deque<Runnable> waiting = new ArrayDeque<>();

        @Override
        public <T> void run(NodeTask<T> task, Consumer<T> done, Consumer<Failure> failed) {
            waiting.add(() -> {
                try {
                    done.accept(task.run(node, new NullProgressMonitor()));
                } catch (Exception e) {
                    failed.accept(new Failure(String.valueOf(e.getMessage()), NOW, e));
                }
            });
        }

        void all() {
            while (!waiting.isEmpty())
                waiting.poll().run();
        }

        void reversed() {
            while (!waiting.isEmpty())
                waiting.pollLast().run();
        }
    }

    private static final class Shown implements SearchSession.Display {
        private final List<Place> places = new ArrayList<>();
        private final List<CdrSummary> summaries = new ArrayList<>();
        private final List<QueryException> refused = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private long news;
        private int refreshes;

        @Override
        public void searching(Place place) {
            places.add(place);
        }

        @Override
        public void summary(CdrSummary summary) {
            summaries.add(summary);
        }

        @Override
        public void refused(QueryException error) {
            refused.add(error);
        }

        @Override
        public void failed(Failure failure) {
            failures.add(failure.message());
        }

        @Override
        public void newCalls(long count) {
            news = count;
        }

        @Override
        public void refresh() {
            refreshes++;
        }
    }
}
