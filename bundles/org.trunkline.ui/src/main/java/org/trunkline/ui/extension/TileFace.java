package org.trunkline.ui.extension;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.ui.Tone;

/**
 * What a tile shows.
 *
 * @param key tells the tiles of one contribution apart; stays the same over updates
 * @param figure short: {@code 1,234}
 * @param detail a few words beside it
 * @param tone sign before the name
 * @param bars heights of a small chart over time, oldest first; none for no chart
 * @param query calls behind the figure, as in the search box; empty where there are none
 */
public record TileFace(String key, String name, String figure, String detail, Tone tone, List<Long> bars, String query) {
    public TileFace {
        requireNonNull(key);
        requireNonNull(name);
        requireNonNull(figure);
        requireNonNull(detail);
        requireNonNull(tone);
        bars = List.copyOf(bars);
        requireNonNull(query);
    }
}
