package org.trunkline.ui.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.trunkline.api.Page;
import org.trunkline.api.node.Node;

/** Positions of rows in table order, as runs: all of a million rows are one. */
record RowRanges(List<Run> runs) {
    /** @param begin the first position @param end behind the last */
    record Run(int begin, int end) {
        int size() {
            return end - begin;
        }
    }

    RowRanges {
        runs = List.copyOf(runs);
    }

    /** @param runs in any order, which may overlap */
    static RowRanges of(Collection<Run> runs) {
        var merged = new ArrayList<Run>();
        for (Run next : runs.stream().filter(r -> r.size() > 0).sorted(Comparator.comparingInt(Run::begin)).toList()) {
            if (!merged.isEmpty() && next.begin() <= merged.getLast().end()) {
                Run last = merged.removeLast();
                merged.add(new Run(last.begin(), Math.max(last.end(), next.end())));
            } else {
                merged.add(next);
            }
        }
        return new RowRanges(merged);
    }

    int count() {
        return runs.stream().mapToInt(Run::size).sum();
    }

    /** At most so many of them. */
    RowRanges first(int most) {
        var kept = new ArrayList<Run>();
        int left = most;
        for (Run run : runs) {
            if (left <= 0)
                break;
            kept.add(new Run(run.begin(), run.begin() + Math.min(left, run.size())));
            left -= run.size();
        }
        return new RowRanges(kept);
    }

    List<Integer> positions() {
        var all = new ArrayList<Integer>(count());
        for (Run run : runs)
            for (int i = run.begin(); i < run.end(); i++)
                all.add(i);
        return all;
    }

    /** The rows at these positions; empty where one of them is not loaded. */
    <T> Optional<List<T>> known(Rows<T> rows) {
        var found = new ArrayList<T>(count());
        for (Run run : runs)
            for (int i = run.begin(); i < run.end(); i++) {
                var row = rows.known(i);
                if (row.isEmpty())
                    return Optional.empty();
                found.add(row.get());
            }
        return Optional.of(found);
    }

    /** Fetches the rows at these positions; fewer where there are fewer by now. Off the UI thread. */
    <T> List<T> fetch(RowSource<T> source, Node node, Optional<Sort> sort, IProgressMonitor monitor) throws Exception {
        var found = new ArrayList<T>(count());
        for (Run run : runs) {
            int at = run.begin();
            while (at < run.end()) {
                if (monitor.isCanceled())
                    throw new OperationCanceledException();
                Page<T> page = source.fetch(node, at, Math.min(TableText.CHUNK, run.end() - at), sort);
                if (page.items().isEmpty())
                    return found;
                found.addAll(page.items());
                at += page.items().size();
            }
        }
        return found;
    }
}
