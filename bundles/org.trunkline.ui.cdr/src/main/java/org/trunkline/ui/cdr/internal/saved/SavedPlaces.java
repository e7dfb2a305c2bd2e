package org.trunkline.ui.cdr.internal.saved;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.TimeRange;

/** Saved searches as places of the search view, and back. */
public final class SavedPlaces {
    private static final int PAGE = 1000;

    private SavedPlaces() {}

    /** Who saves searches here: until nodes know users, the name that this machine knows. */
    public static String owner() {
        var name = System.getProperty("user.name", "");
        return name.isBlank() ? "desk" : name.substring(0, Math.min(64, name.length()));
    }

    /** Own ones and those that others share, by name. */
    public static List<SavedSearch> visible(Node node) throws NodeUnavailableException {
        var all = new ArrayList<SavedSearch>();
        var page = node.savedSearches().list(Optional.empty(), PAGE);
        all.addAll(page.items());
        while (page.next().isPresent()) {
            page = node.savedSearches().list(page.next(), PAGE);
            all.addAll(page.items());
        }
        return all.stream().filter(s -> s.shared() || s.owner().equals(owner())).toList();
    }

    public static Place place(SavedSearch search) {
        return search.last().<Place>map(last -> new Place(search.query(), new TimeRange.Last(last)))
                .orElseGet(() -> new Place(search.query(), new TimeRange.All()));
    }

    /** A range that moves is kept as such; a day goes into the text. */
    public static SavedSearchDraft draft(Place place) {
        var text = place.text().strip();
        return switch (place.range()) {
            case TimeRange.Last(Duration length) -> draft(text, length.toSeconds());
            case TimeRange.All() -> draft(text, 0);
            case TimeRange.Day day -> draft(day.clause().map(clause -> and(text, clause)).orElse(text), 0);
        };
    }

    /** The calls that a place finds now, in words that go on to mean them: a time that moves is fixed. */
    public static String fixed(Place place, Instant moment, ZoneId zone) {
        Instant now = moment.truncatedTo(ChronoUnit.MILLIS); // as records have it
        var query = place.range().query(place.text().strip(), now, zone);
        if (query.from().isEmpty() && query.to().isEmpty())
            return query.text();
        return and(query.text(), "started:[" + query.from().map(Instant::toString).orElse("*") + " TO "
                + query.to().orElse(now) + "}");
    }

    private static String and(String text, String clause) {
        return text.isEmpty() ? clause : text.contains(" OR ") ? "(" + text + ") AND " + clause : text + " AND " + clause;
    }

    private static SavedSearchDraft draft(String query, long lastSeconds) {
        return new SavedSearchDraft("", query, lastSeconds, owner(), false, false, Optional.empty());
    }
}
