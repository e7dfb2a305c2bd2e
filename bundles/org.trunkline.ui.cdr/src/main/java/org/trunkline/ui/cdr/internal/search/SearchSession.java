package org.trunkline.ui.cdr.internal.search;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Failure;
import org.trunkline.ui.cdr.internal.query.SearchTrail;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.Stretch;
import org.trunkline.ui.cdr.internal.query.TimeRange;
import org.trunkline.ui.table.DataTable;

/** A search and what follows from it: its figures, its trail, and the calls that end meanwhile. UI thread, no widgets. */
public final class SearchSession {
    /** Asks in the background and tells on the UI thread. */
    @FunctionalInterface
    public interface Runner {
        /** @return ends the question: nothing more is told */
        Watch ask(SearchRequest request, Answered answered);
    }

    /** What becomes of a question. */
    public interface Answered {
        /** As soon as it is there. */
        void part(SearchPart part);

        /** That was the last part. */
        void whole();

        /** No more parts come. */
        void failed(Failure failure);
    }

    /** What the view shows. */
    public interface Display {
        /** In which rows are asked for. */
        CdrOrder order();

        /** The rows of a new search are there: text and range go into their fields, the table starts at its first row. */
        void found(Place place, CdrOrder order, Page<CdrRow> first);

        /** Figures of the search shown now. */
        void summary(CdrSummary summary);

        /** Counts of a plug-in's field in the search shown now. */
        void counted(SearchPart.AttributeFacet facet);

        /** The figures of the search shown now do not come. */
        void unfinished(Failure failure);

        /** The text was not understood; what was found before stays. */
        void refused(QueryException error);

        /** The node did not answer; the table says so. */
        void failed(Failure failure);

        /** So many calls more fit than the table shows; 0 hides the notice. */
        void newCalls(long count);

        /** The first rows of the search shown now, in place. */
        void refresh(Page<CdrRow> first);
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
    /** The range that was chosen last, for when the text says no time any more. */
    private TimeRange chosen;
    private volatile CdrQuery query;
    private Optional<CdrSummary> summary = Optional.empty();
    private Optional<Watch> asking = Optional.empty();
    /** Questions so far: what comes of an earlier one is late. */
    private long turn;
    private Set<String> counted = Set.of();
    private long shown;
    private boolean busy;
    private boolean begun;
    private boolean broken;
    private boolean ended;

    public SearchSession(Runner runner, Display display, InstantSource clock, ZoneId zone, TimeRange first) {
        this.runner = requireNonNull(runner);
        this.display = requireNonNull(display);
        this.clock = requireNonNull(clock);
        this.zone = requireNonNull(zone);
        this.place = new Place("", first);
        this.chosen = first;
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

    /** The fields of plug-ins whose values are counted from the next search on: the first of more than a search may have. */
    public void count(List<String> fields) {
        counted = fields.stream().limit(SearchRequest.MOST_ATTRIBUTES).collect(Collectors.toUnmodifiableSet());
    }

    public SearchTrail trail() {
        return trail;
    }

    /** What the table fetches rows of. Any thread. */
    public CdrQuery query() {
        return query;
    }

    /** Searches; a text that is not understood leaves what is shown as it is. */
    public void search(Place next) {
        if (!place.onlyTextSaysWhen())
            chosen = place.range();
        place = next;
        search(next, this::failed);
    }

    private void search(Place next, Consumer<Failure> failed) {
        CdrQuery asked = next.range().query(next.text().strip(), clock.instant(), zone);
        CdrOrder order = display.order();
        ask(new SearchRequest(asked, order, DataTable.PAGE, FACETS, counted, BUCKETS), first -> found(next, asked, order, first), failed);
    }

    /** In place of whatever was asked before. @param failed told where no rows came */
    private void ask(SearchRequest request, Consumer<Page<CdrRow>> rows, Consumer<Failure> failed) {
        asking.ifPresent(Watch::close);
        busy = true;
        begun = false;
        long own = ++turn;
        asking = Optional.of(runner.ask(request, new Answered() {
            @Override
            public void part(SearchPart part) {
                if (own != turn)
                    return;
                switch (part) {
                    case SearchPart.Rows(Page<CdrRow> first) -> {
                        begun = true;
                        rows.accept(first);
                    }
                    case SearchPart.Figures(CdrSummary now) -> count(completed(now));
                    case SearchPart.AttributeFacet facet -> display.counted(facet);
                    case SearchPart.Facet facet -> summary.ifPresent(now -> count(now.with(facet)));
                }
            }

            @Override
            public void whole() {
                if (own == turn)
                    busy = false;
            }

            @Override
            public void failed(Failure failure) {
                if (own != turn)
                    return;
                busy = false;
                if (begun)
                    unfinished(failure);
                else
                    failed.accept(failure);
            }
        }));
    }

    /**
     * A text that says when its calls began is meant as it stands: the range chosen beside it would hide a part of them. One that does
     * not any more is searched in the range chosen before.
     */
    public void search(String text) {
        search(placeOf(text));
    }

    /** Where a search for the text leads. */
    Place placeOf(String text) {
        var next = new Place(text, place.onlyTextSaysWhen() ? chosen : place.range());
        return next.saysWhen() ? new Place(text, new TimeRange.All()) : next;
    }

    public void search(TimeRange range) {
        search(place.at(range));
        chosen = range;
    }

    /** Bars of the chart: the text says their time. */
    public void narrow(Stretch stretch) {
        search(place.narrowed(stretch));
    }

    /** A click on a value of a facet. */
    public void toggle(String field, String value) {
        search(new QueryText(place.text()).toggle(field, value));
    }

    /** Calls with this value of a field alone. */
    public void only(String field, String value) {
        search(new QueryText(place.text()).only(field, value));
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

    private void found(Place found, CdrQuery asked, CdrOrder order, Page<CdrRow> first) {
        broken = false;
        trail.visit(found);
        query = asked;
        shown = first.total();
        display.newCalls(0);
        display.found(found, order, first);
    }

    private void count(CdrSummary now) {
        summary = Optional.of(now);
        display.summary(now);
    }

    /** A facet that the text asks about keeps its former counts until its own come: the values stay in view. */
    private CdrSummary completed(CdrSummary now) {
        var all = now;
        for (CdrField field : FACETS) {
            var before = summary.map(CdrSummary::facets).map(facets -> facets.get(field));
            if (!now.facets().containsKey(field) && before.isPresent())
                all = all.with(new SearchPart.Facet(field, before.get(), Optional.empty()));
        }
        return all;
    }

    private void failed(Failure failure) {
        if (failure.cause() instanceof QueryException refused) {
            broken = false;
            display.refused(refused);
        } else {
            broken = true;
            display.failed(failure);
        }
    }

    private void unfinished(Failure failure) {
        ended = true; // asked again with the next look
        display.unfinished(failure);
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
        if (busy)
            return;
        if (broken) {
            search(place, this::failedAgain);
        } else if (ended && place.isOpen()) {
            ended = false;
            if (live)
                ask(new SearchRequest(query, display.order(), DataTable.PAGE, FACETS, counted, BUCKETS), this::follow, _ -> { });
            else
                ask(new SearchRequest(query, CdrOrder.NEWEST_FIRST, 1, Set.of(), Set.of(), 0), this::countNew, _ -> { });
        }
    }

    /** Says nothing as long as it is as before: what was told stays, with the time it began. */
    private void failedAgain(Failure failure) {
        if (failure.cause() instanceof QueryException)
            failed(failure);
    }

    private void follow(Page<CdrRow> first) {
        boolean more = first.total() != shown;
        shown = first.total();
        display.newCalls(0);
        if (more)
            display.refresh(first);
    }

    /** The table stays as it is, and so do its figures. */
    private void countNew(Page<CdrRow> newest) {
        asking.ifPresent(Watch::close);
        turn++;
        busy = false;
        display.newCalls(Math.max(0, newest.total() - shown));
    }

    /** Shows the calls that the notice counts: the same search, made now. */
    public void showNew() {
        search(place);
    }
}
