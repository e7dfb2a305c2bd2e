package org.trunkline.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Catalog;

/** Reads the entries of a catalog page by page. Off the UI thread. */
public final class CatalogPages {
    /** More than a table of this desk is meant for; the rest is found by the API. */
    public static final int MOST = 100_000;
    private static final int PAGE = 1000;

    /** @param total how many there are on the node, which may be more */
    public record Found<E>(List<E> entries, long total) {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    private CatalogPages() {}

    /** @throws OperationCanceledException if the monitor is cancelled */
    public static <E> List<E> all(Catalog<E, ?> catalog, IProgressMonitor monitor) throws NodeUnavailableException {
        return read(catalog, MOST, monitor).entries();
    }

    /** @param most entries, give or take a page @throws OperationCanceledException if the monitor is cancelled */
    public static <E> Found<E> read(Catalog<E, ?> catalog, int most, IProgressMonitor monitor) throws NodeUnavailableException {
        var all = new ArrayList<E>();
        Optional<String> after = Optional.empty();
        long total;
        do {
            if (monitor.isCanceled())
                throw new OperationCanceledException();
            Page<E> page = catalog.list(after, Math.min(PAGE, most));
            all.addAll(page.items());
            total = page.total();
            after = page.next();
        } while (after.isPresent() && all.size() < most);
        return new Found<>(all, Math.max(all.size(), total));
    }
}
