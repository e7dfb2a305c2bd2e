package org.trunkline.ui.cdr.internal.search;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.TimeRange;

/** Chooses the time searched. UI thread. */
final class RangeChooser {
    private static final Map<String, TimeRange> CHOICES = choices();

    private final Texts texts;
    private final Combo combo;
    private final List<TimeRange> ranges = List.copyOf(CHOICES.values());

    RangeChooser(Composite parent, Texts texts, Consumer<TimeRange> chosen) {
        this.texts = texts;
        combo = new Combo(parent, SWT.READ_ONLY | SWT.DROP_DOWN);
        combo.setVisibleItemCount(CHOICES.size() + 1);
        CHOICES.keySet().forEach(key -> combo.add(texts.get("range." + key)));
        combo.setToolTipText(texts.get("range.label"));
        combo.addListener(SWT.Selection, e -> {
            if (combo.getSelectionIndex() < ranges.size()) // the one more is there only while it is so already
                chosen.accept(ranges.get(combo.getSelectionIndex()));
        });
    }

    private static Map<String, TimeRange> choices() {
        var map = new LinkedHashMap<String, TimeRange>();
        map.put("quarter", new TimeRange.Last(Duration.ofMinutes(15)));
        map.put("hour", TimeRange.HOUR);
        map.put("day", TimeRange.DAY);
        map.put("week", new TimeRange.Last(Duration.ofDays(7)));
        map.put("month", new TimeRange.Last(Duration.ofDays(30)));
        map.put("today", new TimeRange.Day(0));
        map.put("yesterday", new TimeRange.Day(1));
        map.put("all", new TimeRange.All());
        return map;
    }

    Combo control() {
        return combo;
    }

    /** A time that the text says is one more choice while it is there. */
    void show(Place place) {
        boolean inText = place.onlyTextSaysWhen();
        boolean offered = combo.getItemCount() > ranges.size();
        if (inText && !offered)
            combo.add(texts.get("range.query"));
        combo.select(inText ? ranges.size() : ranges.indexOf(place.range()));
        if (!inText && offered)
            combo.remove(ranges.size());
        if (inText != offered)
            combo.getParent().layout(true);
        combo.setToolTipText(tip(place.range()));
    }

    /** With the clause that one could have typed. */
    private String tip(TimeRange range) {
        String key = range instanceof TimeRange.Day ? "range.clause.day" : "range.clause";
        return range.clause().map(clause -> texts.get(key, clause)).orElse(texts.get("range.label"));
    }
}
