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
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.Failure;
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
        runs.waiting.pollLast().answer();
        runs.all();
        assertEquals(List.of("direction:outbound"), shown.places.stream().map(Place::text).toList());
    }

    @Test
    void oneSearchIsOneQuestionAndItsRowsComeFirst() {
        session.search("direction:inbound cause:normal");
        runs.all();
        assertEquals(1, runs.asked);
        assertTrue(shown.told.getFirst().startsWith("rows "), shown.told.toString());
        assertTrue(shown.told.stream().skip(1).allMatch(it -> it.startsWith("figures ")), shown.told.toString());
        assertEquals(SearchSession.FACETS, shown.summaries.getLast().facets().keySet());
        assertTrue(shown.summaries.getLast().facets().get(CdrField.DIRECTION).size() > 1, "as if it was not asked for");
    }

    @Test
    void fieldsOfPluginsAreCountedByTheSameQuestion() {
        node.cdrs().declare(new AttributeAbout("customer", Attribute.Type.TEXT, Map.of("en", "Customer"), true, "com.example.crm"));
        for (String customer : List.of("Acme AB", "Bolt", "Bolt")) {
            Cdr call = calls.next();
            node.cdrs().add(call.with(call.marks().withAttributes(List.of(new Attribute("customer", Attribute.Type.TEXT, customer,
                    "com.example.crm")))));
        }
        session.count(List.of("customer"));
        session.search("customer:Bolt");
        session.search("customer:\"Acme AB\"");
        runs.all();
        assertEquals(2, runs.asked);
        assertEquals(List.of("customer"), shown.counted.stream().map(SearchPart.AttributeFacet::name).toList(), "of the later search");
        assertEquals(List.of(new CdrSummary.Count("Acme AB", 1), new CdrSummary.Count("Bolt", 2)), shown.counted.getFirst().values(),
                "the other value stays in view");
        assertEquals("rows 1", shown.told.getFirst());
    }

    @Test
    void rowsStayWhereTheirFiguresDoNotCome() throws Exception {
        session.search("");
        runs.waiting.poll().answerRowsOnly();
        assertEquals(List.of("rows 20", "unfinished broken"), shown.told);
        assertEquals(List.of(), shown.failures);
        session.tick(true);
        runs.all();
        assertEquals("figures 20", shown.told.getLast(), "asked again with the next look");
        assertEquals(0, shown.refreshes, "the rows are the same");
    }

    @Test
    void aSearchEndsALookForNewCalls() {
        session.search("");
        runs.all();
        session.callsEnded();
        session.tick(true);
        session.search("direction:inbound");
        var look = runs.waiting.poll();
        runs.all();
        look.answer();
        assertEquals("direction:inbound", session.query().text());
        assertTrue(look.closed);
        assertTrue(shown.told.getLast().startsWith("figures "));
        assertTrue(shown.summaries.getLast().total() < 20);
    }

    @Test
    void backAndForthSearchAgain() {
        session.search("direction:inbound");
        runs.all();
        session.toggle("direction", "inbound");
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
    void figuresStayWithTheRowsThatTheReaderSees() {
        session.search("");
        runs.all();
        var bars = shown.summaries.getLast().timeline();
        add(3);
        session.callsEnded();
        session.tick(false);
        runs.waiting.poll().answerAlsoLate();
        assertEquals(3, shown.news);
        assertEquals(20, shown.summaries.getLast().total());
        assertEquals(bars, shown.summaries.getLast().timeline());
        session.callsEnded();
        session.tick(false);
        assertEquals(1, runs.waiting.size(), "the next look is not kept out");
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
    void aTypedTimeIsMeantAsItStands() {
        session.search("mos:bad started:yesterday");
        runs.all();
        assertEquals(new Place("mos:bad started:yesterday", new TimeRange.All()), shown.places.getLast());
        assertEquals(Optional.empty(), session.query().from(), "the last 24 hours would hide the morning of that day");
        session.search(TimeRange.HOUR);
        assertEquals(TimeRange.HOUR, session.place().range(), "who chooses a range has it");
        session.search("NOT started:today");
        assertEquals(TimeRange.HOUR, session.place().range());
    }

    /** Escape searches for the empty text. */
    @Test
    void theTimeChosenBeforeATypedOneComesBackWithoutIt() {
        session.search("started:yesterday");
        session.search("started:yesterday mos:bad");
        session.search("");
        assertEquals(new Place("", TimeRange.DAY), session.place());
        session.search(TimeRange.HOUR);
        session.narrow(new Stretch(NOW.minusSeconds(7200), NOW.minusSeconds(3600)));
        session.search("mos:bad");
        assertEquals(new Place("mos:bad", TimeRange.HOUR), session.place(), "after a bar too");
        session.search("started:today");
        session.search(new TimeRange.All());
        session.search("");
        assertEquals(new Place("", new TimeRange.All()), session.place(), "all times were chosen");
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
        int asked = runs.asked;
        session.tick(true);
        runs.all();
        assertEquals(asked, runs.asked, "as always again");
    }

    private void add(int n) {
        for (int i = 0; i < n; i++) {
            Cdr call = calls.next();
            node.cdrs().add(call);
        }
    }

    /** Answers when the test says so. */
    private final class Runs implements SearchSession.Runner {
        private final Deque<Question> waiting = new ArrayDeque<>();
        private int asked;

        @Override
        public Watch ask(SearchRequest request, SearchSession.Answered answered) {
            asked++;
            var question = new Question(request, answered);
            waiting.add(question);
            return () -> question.closed = true;
        }

        void all() {
            while (!waiting.isEmpty())
                waiting.poll().answer();
        }
    }

    private final class Question {
        private final SearchRequest request;
        private final SearchSession.Answered answered;
        private boolean closed;

        Question(SearchRequest request, SearchSession.Answered answered) {
            this.request = request;
            this.answered = answered;
        }

        void answer() {
            try (var answer = node.cdrs().search(request)) {
                for (var part = answer.next(); part.isPresent() && !closed; part = answer.next())
                    answered.part(part.get());
                if (!closed)
                    answered.whole();
            } catch (QueryException | NodeUnavailableException e) {
                if (!closed)
                    answered.failed(new Failure(String.valueOf(e.getMessage()), NOW, e));
            }
        }

        /** All of it was on its way before it was closed. */
        void answerAlsoLate() {
            try (var answer = node.cdrs().search(request)) {
                for (var part = answer.next(); part.isPresent(); part = answer.next())
                    answered.part(part.get());
                answered.whole();
            } catch (QueryException | NodeUnavailableException e) {
                throw new AssertionError(e);
            }
        }

        /** Its rows come, then the connection breaks. */
        void answerRowsOnly() throws Exception {
            try (var answer = node.cdrs().search(request)) {
                answered.part(answer.next().orElseThrow());
            }
            answered.failed(new Failure("broken", NOW, new NodeUnavailableException("broken", List.of(), "broken")));
        }
    }

    private static final class Shown implements SearchSession.Display {
        private final List<Place> places = new ArrayList<>();
        private final List<CdrSummary> summaries = new ArrayList<>();
        private final List<QueryException> refused = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        private final List<SearchPart.AttributeFacet> counted = new ArrayList<>();
        private long news;
        private int refreshes;

        @Override
        public CdrOrder order() {
            return CdrOrder.NEWEST_FIRST;
        }

        @Override
        public void found(Place place, CdrOrder order, Page<CdrRow> first) {
            places.add(place);
            told.add("rows " + first.total());
        }

        @Override
        public void summary(CdrSummary summary) {
            summaries.add(summary);
            told.add("figures " + summary.total());
        }

        @Override
        public void counted(SearchPart.AttributeFacet facet) {
            counted.add(facet);
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
        public void unfinished(Failure failure) {
            told.add("unfinished " + failure.message());
        }

        @Override
        public void refresh(Page<CdrRow> first) {
            refreshes++;
            told.add("refreshed " + first.total());
        }
    }
}
