package org.trunkline.ui.cdr.internal.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Searches made, for going back and forth as in a browser, and their texts for the history list. UI thread. */
public final class SearchTrail {
    /** One place on the trail. */
    public record Place(String text, TimeRange range) {
        /** The text says when, as a bar of a chart would write it. */
        public Place narrowed(Stretch stretch) {
            return new Place(stretch.writtenInto(text), new TimeRange.All());
        }

        /** At another time; one that a bar wrote is no more. */
        public Place at(TimeRange other) {
            return new Place(Stretch.removedFrom(text), other);
        }

        /** Whether the text has a time that a bar wrote. */
        public boolean hasStretch() {
            return Stretch.of(text).isPresent();
        }

        /** Whether the text says when, as a bar would write it or in words: {@code started:yesterday}. */
        public boolean saysWhen() {
            return StartClause.isIn(text);
        }

        /** Whether the text alone says when. */
        public boolean onlyTextSaysWhen() {
            return range instanceof TimeRange.All && saysWhen();
        }

        /** Whether a call that ends now can belong to it. */
        public boolean isOpen() {
            return range.isOpen() && !hasStretch();
        }
    }

    private static final int MAX_PLACES = 100;
    private static final int MAX_TEXTS = 50;

    private final List<Place> places = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private int here = -1;

    /** Goes to a new place; what lay ahead is dropped. */
    public void visit(Place place) {
        if (here >= 0 && places.get(here).equals(place))
            return;
        while (places.size() > here + 1)
            places.removeLast();
        places.add(place);
        if (places.size() > MAX_PLACES)
            places.removeFirst();
        here = places.size() - 1;
        remember(place.text());
    }

    private void remember(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty())
            return;
        texts.remove(stripped);
        texts.addFirst(stripped);
        if (texts.size() > MAX_TEXTS)
            texts.removeLast();
    }

    public Optional<Place> back() {
        return here <= 0 ? Optional.empty() : Optional.of(places.get(--here));
    }

    public Optional<Place> forward() {
        return here + 1 >= places.size() ? Optional.empty() : Optional.of(places.get(++here));
    }

    public boolean canGoBack() {
        return here > 0;
    }

    public boolean canGoForward() {
        return here + 1 < places.size();
    }

    /** Texts searched for, latest first. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    /** Lines for a memento. */
    public String encode() {
        return String.join("\n", texts);
    }

    public void restore(String encoded) {
        texts.clear();
        encoded.lines().filter(l -> !l.isBlank()).limit(MAX_TEXTS).forEach(texts::add);
    }
}
