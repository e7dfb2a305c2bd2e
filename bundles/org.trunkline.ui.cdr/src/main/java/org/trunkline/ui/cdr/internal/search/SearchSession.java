package org.trunkline.ui.cdr.internal.search;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.AttributeCounts;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Failure;
import org.trunkline.ui.NodeTask;
import org.trunkline.ui.cdr.internal.query.SearchTrail;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.Stretch;
import org.trunkline.ui.cdr.internal.query.TimeRange;

/** A search and what follows from it: its figures, its trail, and the calls that end meanwhile. UI thread, no widgets. */
public final class SearchSession {
    /** Runs a task in the background and tells the outcome on the UI thread. */
    public interface Runner {
        <T> void run(NodeTask<T> task, Consumer<T> done, Consumer<Failure> failed);
    }

    /** What the view shows. */
    public interface Display {
        /** A new search began: text and range go into their fields, the table starts at its first row. */
        void searching(Place place);

        /** Figures of the search shown now. */
        void summary(CdrSummary summary);

        /** How many of the calls found have which value of the fields of plug-ins; comes after the figures. */
        void added(List<AttributeCounts> counts);

        /** The text was not understood; what was found before stays. */
        void refused(QueryException error);

        /** The node did not answer; the table says so. */
        void failed(Failure failure);

        /** So many calls more fit than the table shows; 0 hides the notice. */
        void newCalls(long count);

        /** The visible rows are to be read again, in place. */
        void refresh();
    }

    public static final Set<CdrField> FACETS = Set.of(CdrField.TRUNK, CdrField.CAUSE, CdrField.DIRECTION,
            CdrField.CODEC, CdrField.STATUS);
    static final int BUCKETS = 96;

    private final Runner runner;
    private final Display display;
    private final InstantSource clock;
    private final ZoneId zone;
    private final SearchTrail trail = new SearchTrail();
    private Place place;
    private volatile CdrQuery query;
    private long shown;
    private Set<String> added = Set.of();
    private int turn;
    private boolean checking;
    private boolean broken;
    private boolean ended;

    public SearchSession(Runner runner, Display display, InstantSource clock, ZoneId zone, TimeRange first) {
        this.runner = requireNonNull(runner);
        this.display = requireNonNull(display);
        this.clock = requireNonNull(clock);
        this.zone = requireNonNull(zone);
        this.place = new Place("", first);
        this.query = place.range().query("", clock.instant(), zone);
    }

    public Place place() {
        return place;
    }

    /** Where the first search is made, as it was left. */
    public void beginAt(Place first) {
        place = first;
        query = first.range().query(first.text().strip(), clock.instant(), zone);
    }

    public SearchTrail trail() {
        return trail;
    }

    /** What the table fetches rows of. Any thread. */
    public CdrQuery query() {
        return query;
    }

    /** Counts the values of these fields of plug-ins too, from the next search on. */
    void count(Set<String> fields) {
        added = Set.copyOf(fields);
    }

    /** Searches; a text that is not understood leaves what is shown as it is. */
    public void search(Place next) {
        place = next;
        CdrQuery asked = next.range().query(next.text().strip(), clock.instant(), zone);
        int mine = ++turn;
        runner.run((node, monitor) -> summarize(node.cdrs(), asked), summary -> {
            if (mine == turn)
                found(next, asked, summary);
        }, failure -> {
            if (mine == turn)
                failed(failure);
        });
    }

    /** A time that a bar once wrote into the text is meant as it stands there, as in one of the history. */
    public void search(String text) {
        var next = new Place(text, place.range());
        search(next.hasStretch() ? new Place(text, new TimeRange.All()) : next);
    }

    public void search(TimeRange range) {
        search(place.at(range));
    }

    /** Bars of the chart: the text says their time. */
    public void narrow(Stretch stretch) {
        search(place.narrowed(stretch));
    }

    /** A click on a value of a facet. */
    public void toggle(String field, String value) {
        search(new QueryText(place.text()).toggle(field, value));
    }

    public void toggleExcluded(String field, String value) {
        search(new QueryText(place.text()).toggleExcluded(field, value));
    }

    public void back() {
        trail.back().ifPresent(this::search);
    }

    public void forward() {
        trail.forward().ifPresent(this::search);
    }

    private void found(Place found, CdrQuery asked, CdrSummary summary) {
        broken = false;
        trail.visit(found);
        query = asked;
        shown = summary.total();
        display.newCalls(0);
        display.searching(found);
        display.summary(summary);
        countAdded(asked);
    }

    private void failed(Failure failure) {
        if (failure.cause() instanceof QueryException refused)
            display.refused(refused);
        else {
            broken = true;
            display.failed(failure);
        }
    }

    /** Some call ended; whether it fits is seen at the next {@link #tick}. */
    public void callsEnded() {
        ended = true;
    }

    /**
     * Looks whether calls that ended fit the search. The beginning of a moving range stays where it was, so that rows
     * do not vanish under the reader.
     *
     * @param live whether the table is at its top with the newest first, so that it simply shows them
     */
    public void tick(boolean live) {
        if (broken)
            tryAgain();
        else
            check(live);
    }

    /** Says nothing as long as it is as before: what was told stays, with the time it began. */
    private void tryAgain() {
        if (checking)
            return;
        checking = true;
        int mine = turn;
        Place again = place;
        CdrQuery asked = again.range().query(again.text().strip(), clock.instant(), zone);
        runner.run((node, monitor) -> summarize(node.cdrs(), asked), summary -> {
            checking = false;
            if (mine == turn)
                found(again, asked, summary);
        }, failure -> {
            checking = false;
            if (mine == turn && failure.cause() instanceof QueryException) {
                broken = false;
                failed(failure);
            }
        });
    }

    private void check(boolean live) {
        if (!ended || checking || !place.isOpen())
            return;
        ended = false;
        checking = true;
        int mine = turn;
        CdrQuery asked = query;
        if (live)
            runner.run((node, monitor) -> summarize(node.cdrs(), asked), s -> checked(mine, s),
                    failure -> checking = false);
        else
            runner.run((node, monitor) -> node.cdrs().rows(asked, CdrOrder.NEWEST_FIRST, 0, 1).total(),
                    total -> counted(mine, total), failure -> checking = false);
    }

    /**
     * The figures of a search. A facet that the search asks something of counts as if it did not: the other values stay
     * in view, to be added.
     */
    private static CdrSummary summarize(CdrSearch cdrs, CdrQuery asked)
            throws QueryException, NodeUnavailableException {
        CdrSummary found = cdrs.summarize(asked, FACETS, BUCKETS);
        var clauses = new QueryText(asked.text());
        var facets = new EnumMap<CdrField, List<CdrSummary.Count>>(CdrField.class);
        facets.putAll(found.facets());
        for (CdrField field : FACETS) {
            Optional<String> others = clauses.without(field.fieldName());
            if (others.isPresent())
                facets.put(field, cdrs.summarize(new CdrQuery(others.get(), asked.from(), asked.to()), Set.of(field), 0)
                        .facets().getOrDefault(field, List.of()));
        }
        return new CdrSummary(found.total(), found.answered(), found.talkTime(), facets, found.bucket(),
                found.timeline(), found.mos(), found.mosByTrunk(), found.spreads(), found.partial(), found.costs());
    }

    /** They are told by themselves: what plug-ins add may take longer to count, and none of it is worth a failure. */
    private void countAdded(CdrQuery asked) {
        if (added.isEmpty())
            return;
        int mine = turn;
        Set<String> names = added;
        runner.run((node, monitor) -> countAdded(node.cdrs(), asked, names), counts -> {
            if (mine == turn)
                display.added(counts);
        }, failure -> { });
    }

    private static List<AttributeCounts> countAdded(CdrSearch cdrs, CdrQuery asked, Set<String> names)
            throws QueryException, NodeUnavailableException {
        var counts = new ArrayList<>(cdrs.countAttributes(asked, names).items());
        var clauses = new QueryText(asked.text());
        for (String name : names) {
            Optional<String> others = clauses.without(name);
            if (others.isEmpty())
                continue;
            counts.removeIf(count -> count.name().equals(name));
            counts.addAll(cdrs.countAttributes(new CdrQuery(others.get(), asked.from(), asked.to()), Set.of(name)).items());
        }
        return counts;
    }

    private void counted(int mine, long total) {
        checking = false;
        if (mine == turn)
            display.newCalls(Math.max(0, total - shown));
    }

    private void checked(int mine, CdrSummary summary) {
        checking = false;
        if (mine != turn)
            return;
        boolean more = summary.total() != shown;
        shown = summary.total();
        display.newCalls(0);
        display.summary(summary);
        countAdded(query);
        if (more)
            display.refresh();
    }

    /** Shows the calls that the notice counts: the same search, made now. */
    public void showNew() {
        search(place);
    }
}
