package org.trunkline.ui.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.trunkline.api.Page;

/**
 * A window on a long result. Pages are asked for when a row of theirs is looked at; of those still waiting the latest
 * wanted comes first and old wishes are forgotten, so that dragging the scroll bar through millions of rows fetches
 * only where it stops.
 */
final class PagedRows<T> implements Rows<T> {
    static final int PAGE = 200;
    private static final int KEPT = 60;
    private static final int AT_ONCE = 2;
    private static final int WISHES = 4;

    /** Fetches in the background, then calls {@link PagedRows#arrived} or {@link PagedRows#failed} on the UI thread. */
    interface Loader {
        void load(int turn, long offset, int limit, Optional<Sort> sort);
    }

    private final Loader loader;
    private final Function<T, ?> key;
    private final Map<Integer, List<T>> pages = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, List<T>> eldest) {
            return size() > KEPT;
        }
    };
    private final Set<Integer> loading = new HashSet<>();
    private final Deque<Integer> wishes = new ArrayDeque<>();
    private Optional<Sort> sort = Optional.empty();
    private int count;
    private int turn;

    PagedRows(Loader loader, Function<T, ?> key) {
        this.loader = loader;
        this.key = key;
    }

    /** Forgets everything and fetches the first page; what comes of earlier requests is ignored. */
    void restart() {
        forget();
        want(0);
    }

    /** Forgets everything but the first page, which is there already. */
    void restart(Page<T> first) {
        forget();
        arrived(turn, 0, first);
    }

    private void forget() {
        turn++;
        pages.clear();
        loading.clear();
        wishes.clear();
        count = 0;
    }

    /** @return false where it came too late */
    boolean arrived(int ofTurn, long offset, Page<T> page) {
        if (ofTurn != turn)
            return false;
        int number = (int) (offset / PAGE);
        loading.remove(number);
        count = (int) Math.min(Integer.MAX_VALUE, page.total());
        pages.put(number, page.items());
        next();
        return true;
    }

    /** @return false where it came too late */
    boolean failed(int ofTurn) {
        if (ofTurn != turn)
            return false;
        loading.clear();
        wishes.clear();
        return true;
    }

    @Override
    public void sort(Optional<Sort> newSort) {
        sort = newSort;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Optional<T> row(int index) {
        if (index < 0 || index >= count)
            return Optional.empty();
        if (!pages.containsKey(index / PAGE))
            want(index / PAGE);
        return known(index);
    }

    @Override
    public Optional<T> known(int index) {
        List<T> page = index < 0 || index >= count ? List.of() : pages.getOrDefault(index / PAGE, List.of());
        int at = index % PAGE;
        return at < page.size() ? Optional.of(page.get(at)) : Optional.empty();
    }

    @Override
    public List<Integer> positions(Set<?> keys) {
        var found = new ArrayList<Integer>();
        pages.forEach((number, page) -> {
            for (int i = 0; i < page.size(); i++)
                if (keys.contains(key.apply(page.get(i))))
                    found.add(number * PAGE + i);
        });
        found.sort(null);
        return found;
    }

    Optional<Sort> sorted() {
        return sort;
    }

    private void want(int page) {
        if (loading.contains(page))
            return;
        wishes.remove(page);
        wishes.addFirst(page);
        while (wishes.size() > WISHES)
            wishes.removeLast();
        next();
    }

    private void next() {
        while (loading.size() < AT_ONCE && !wishes.isEmpty()) {
            int page = wishes.removeFirst();
            loading.add(page);
            loader.load(turn, (long) page * PAGE, PAGE, sort);
        }
    }
}
