package org.trunkline.ui.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the user left a table: order, widths, hidden columns, sort, which columns stay while the others scroll. Written as
 * {@code from:140,to:160:hidden|started:desc|from}.
 *
 * @param frozen the last of the columns that stay; empty where all scroll
 */
record Layout(List<Place> places, Optional<Sort> sort, Optional<String> frozen) {
    private static final Pattern PLACE = Pattern.compile("([A-Za-z0-9_.-]+):([0-9]{1,4})(:hidden)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern SORT = Pattern.compile("([A-Za-z0-9_.-]+):(asc|desc)");

    /** @param width in points; 0 where it goes by the content */
    record Place(String column, int width, boolean hidden) {}

    Layout {
        places = List.copyOf(places);
    }

    /** Whatever it does not understand is left out: an older desk may have written it. */
    static Layout parse(String text) {
        String[] halves = text.split("\\|", -1);
        var places = new ArrayList<Place>();
        for (String part : halves[0].split(",")) {
            var m = PLACE.matcher(part);
            if (m.matches())
                places.add(new Place(m.group(1), Integer.parseInt(m.group(2)), m.group(3) != null));
        }
        Optional<Sort> sort = Optional.empty();
        if (halves.length > 1) {
            var m = SORT.matcher(halves[1]);
            if (m.matches())
                sort = Optional.of(new Sort(m.group(1), m.group(2).equals("desc")));
        }
        return new Layout(places, sort, Optional.of(halves).filter(h -> h.length > 2).map(h -> h[2]).filter(NAME.asMatchPredicate()));
    }

    String format() {
        var text = new StringBuilder();
        for (Place place : places)
            text.append(text.isEmpty() ? "" : ",").append(place.column()).append(':').append(place.width())
                    .append(place.hidden() ? ":hidden" : "");
        if (sort.isPresent() || frozen.isPresent())
            text.append('|');
        sort.ifPresent(s -> text.append(s.column()).append(s.descending() ? ":desc" : ":asc"));
        frozen.ifPresent(column -> text.append('|').append(column));
        return text.toString();
    }
}
