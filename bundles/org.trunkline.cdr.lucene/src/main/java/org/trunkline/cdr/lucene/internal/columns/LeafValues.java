package org.trunkline.cdr.lucene.internal.columns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.record.Facets;

/** The values of one field in a segment, and which of them each of its facets has: none or one mostly, seldom more. */
public final class LeafValues {
    /** In place of a value. */
    public static final int NONE = -1;
    /** Less than this: that many below it is the place of the list. */
    private static final int LISTS = -2;

    private final List<String> names;
    private final int[] byOrd;
    private final List<int[]> lists = new ArrayList<>();

    LeafValues(Facets[] facets, CdrField field) {
        var numbers = new LinkedHashMap<String, Integer>();
        byOrd = new int[facets.length];
        for (int ord = 0; ord < facets.length; ord++) {
            var own = facets[ord].of(field);
            byOrd[ord] = switch (own.size()) {
                case 0 -> NONE;
                case 1 -> number(own.getFirst(), numbers);
                default -> LISTS - lists.size();
            };
            if (own.size() > 1)
                lists.add(own.stream().mapToInt(name -> number(name, numbers)).toArray());
        }
        names = List.copyOf(numbers.keySet());
    }

    private static int number(String name, Map<String, Integer> numbers) {
        return numbers.computeIfAbsent(name, _ -> numbers.size());
    }

    public List<String> names() {
        return names;
    }

    /** The first value of a facets, or {@link #NONE}. */
    public int first(int ord) {
        int value = byOrd[ord];
        return value > LISTS ? value : lists.get(LISTS - value)[0];
    }

    /** Adds to the sum of each value that a facets has. */
    void add(int ord, long count, long[] sums) {
        int value = byOrd[ord];
        if (value >= 0)
            sums[value] += count;
        else if (value <= LISTS)
            for (int each : lists.get(LISTS - value))
                sums[each] += count;
    }

    /** Which facets have one of the values. */
    boolean[] with(boolean[] wanted) {
        var found = new boolean[byOrd.length];
        for (int ord = 0; ord < found.length; ord++) {
            int value = byOrd[ord];
            if (value >= 0)
                found[ord] = wanted[value];
            else if (value <= LISTS)
                for (int each : lists.get(LISTS - value))
                    found[ord] |= wanted[each];
        }
        return found;
    }
}
