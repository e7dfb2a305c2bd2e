package org.trunkline.ui.quality.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The trunk that the charts are limited to, and those that can be chosen. UI thread, no widgets. */
public final class TrunkFilter {
    private List<String> names = List.of();
    private Optional<String> chosen = Optional.empty();

    /** Names in the order in which they are offered, after the choice of all trunks. */
    public List<String> names() {
        return names;
    }

    /** Empty for all trunks. */
    public Optional<String> chosen() {
        return chosen;
    }

    /** Place of the chosen one among those offered; 0 is all trunks. */
    public int index() {
        return chosen.map(name -> names.indexOf(name) + 1).orElse(0);
    }

    /** @param index 0 is all trunks */
    public void choose(int index) {
        chosen = index <= 0 ? Optional.empty() : Optional.of(names.get(index - 1));
    }

    /**
     * Offers the trunks that have calls; the chosen one stays, even if it has no call in this time.
     *
     * @return whether other names are offered than before
     */
    public boolean offer(List<String> found) {
        var next = new ArrayList<>(found);
        chosen.filter(name -> !next.contains(name)).ifPresent(next::add);
        boolean changed = !next.equals(names);
        names = List.copyOf(next);
        return changed;
    }

    /** All trunks of a node whose trunks are not known yet. */
    public void clear() {
        names = List.of();
        chosen = Optional.empty();
    }
}
