package org.trunkline.ui.cdr.internal.search;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.query.TimeRange;

/** Chooses the time searched. UI thread. */
final class RangeChooser {
    private static final Map<String, TimeRange> CHOICES = choices();

    private final Texts texts;
    private final Formats formats;
    private final Combo combo;
    private final List<TimeRange> ranges = new ArrayList<>(CHOICES.values());

    RangeChooser(Composite parent, Texts texts, Formats formats, Consumer<TimeRange> chosen) {
        this.texts = texts;
        this.formats = formats;
        combo = new Combo(parent, SWT.READ_ONLY | SWT.DROP_DOWN);
        combo.setVisibleItemCount(CHOICES.size() + 1);
        CHOICES.keySet().forEach(key -> combo.add(texts.get("range." + key)));
        combo.setToolTipText(texts.get("range.label"));
        combo.addListener(SWT.Selection, e -> chosen.accept(ranges.get(combo.getSelectionIndex())));
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

    /** A range of its own becomes one more choice, until another takes its place. */
    void show(TimeRange range) {
        int index = ranges.indexOf(range);
        if (index < 0) {
            if (ranges.size() > CHOICES.size()) {
                ranges.removeLast();
                combo.remove(ranges.size());
            }
            ranges.add(range);
            combo.add(label(range));
            index = ranges.size() - 1;
            combo.getParent().layout(true);
        }
        combo.select(index);
    }

    private String label(TimeRange range) {
        return range instanceof TimeRange.Between(var from, var to)
                ? texts.get("range.between", formats.dateTime(from), sameDay(from, to) ? formats.time(to)
                        : formats.dateTime(to))
                : range.encode();
    }

    private boolean sameDay(Instant from, Instant to) {
        return from.atZone(formats.zone()).toLocalDate().equals(to.atZone(formats.zone()).toLocalDate());
    }
}
