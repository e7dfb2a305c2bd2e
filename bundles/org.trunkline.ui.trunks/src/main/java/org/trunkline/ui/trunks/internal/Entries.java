package org.trunkline.ui.trunks.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.domain.config.NumberAssignment;

/** Reads all entries of one kind from a node. Off the UI thread. */
final class Entries {
    /** More than a table of this desk is meant for; the rest is found by the API. */
    static final int MOST = 100_000;
    private static final int PAGE = 1000;

    private Entries() {}

    static List<Entry> load(Node node, Kind kind, IProgressMonitor monitor) throws NodeUnavailableException {
        List<Entry> entries = plain(node, kind, kind.form(), monitor);
        return kind == Kind.SUBSCRIBER ? withContacts(node, entries, monitor) : entries;
    }

    static long count(Node node, Kind kind) throws NodeUnavailableException {
        return kind.form().catalog(node).list(Optional.empty(), 1).total();
    }

    private static <E> List<Entry> plain(Node node, Kind kind, EntryForm<E, ?> form, IProgressMonitor monitor)
            throws NodeUnavailableException {
        return all(form.catalog(node), monitor).stream().map(e -> new Entry(kind, form.key(e), e)).toList();
    }

    static <E> List<E> all(Catalog<E, ?> catalog, IProgressMonitor monitor) throws NodeUnavailableException {
        var all = new ArrayList<E>();
        Optional<String> after = Optional.empty();
        do {
            if (monitor.isCanceled())
                throw new OperationCanceledException();
            Page<E> page = catalog.list(after, PAGE);
            all.addAll(page.items());
            after = page.next();
        } while (after.isPresent() && all.size() < MOST);
        return all;
    }

    private static List<Entry> withContacts(Node node, List<Entry> entries, IProgressMonitor monitor)
            throws NodeUnavailableException {
        Map<String, List<RegisteredContact>> contacts = node.registrations().stream()
                .collect(Collectors.groupingBy(RegisteredContact::username));
        var numbers = new HashMap<String, List<String>>();
        for (NumberAssignment n : all(node.numbers(), monitor))
            numbers.computeIfAbsent(n.subscriber(), s -> new ArrayList<>()).add(n.number());
        return entries.stream().map(e -> new Entry(e.kind(), e.key(), e.value(), Optional.empty(),
                contacts.getOrDefault(e.key(), List.of()), numbers.getOrDefault(e.key(), List.of()))).toList();
    }
}
