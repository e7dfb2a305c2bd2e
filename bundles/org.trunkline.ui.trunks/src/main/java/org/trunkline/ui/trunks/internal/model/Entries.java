package org.trunkline.ui.trunks.internal.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.domain.config.NumberAssignment;

/** Reads all entries of one kind from a node. Off the UI thread. */
public final class Entries {
    /** More than a table of this desk is meant for; the rest is found by the API. */
    static final int MOST = 100_000;
    private static final int PAGE = 1000;

    /** @param total how many there are on the node, which may be more */
    public record Found<E>(List<E> entries, long total) {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    private Entries() {}

    public static Found<Entry> load(Node node, Kind kind, IProgressMonitor monitor) throws NodeUnavailableException {
        Found<Entry> found = plain(node, kind, kind.form(), monitor);
        return kind == OwnKind.SUBSCRIBER ? new Found<>(withContacts(node, found.entries(), monitor), found.total()) : found;
    }

    public static long count(Node node, Kind kind) throws NodeUnavailableException {
        return kind.form().catalog(node).list(Optional.empty(), 1).total();
    }

    private static <E> Found<Entry> plain(Node node, Kind kind, EntryForm<E, ?> form, IProgressMonitor monitor)
            throws NodeUnavailableException {
        Found<E> found = read(form.catalog(node), MOST, monitor);
        return new Found<>(found.entries().stream().map(e -> new Entry(kind, form.key(e), e)).toList(), found.total());
    }

    static <E> List<E> all(Catalog<E, ?> catalog, IProgressMonitor monitor) throws NodeUnavailableException {
        return read(catalog, MOST, monitor).entries();
    }

    /** @param most entries, give or take a page */
    static <E> Found<E> read(Catalog<E, ?> catalog, int most, IProgressMonitor monitor) throws NodeUnavailableException {
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

    /** What uses an entry, as the node names it ({@code route +46}), so that a delete can say so before it is tried. */
    public static List<String> users(Node node, Kind kind, String key, IProgressMonitor monitor) throws NodeUnavailableException {
        return users(node, kind, List.of(key), monitor);
    }

    /** What uses any of several entries. */
    public static List<String> users(Node node, Kind kind, List<String> keys, IProgressMonitor monitor)
            throws NodeUnavailableException {
        var of = Set.copyOf(keys);
        return switch (kind) {
            case OwnKind.TRUNK -> all(node.routes(), monitor).stream().filter(r -> r.trunks().stream().anyMatch(of::contains))
                    .map(r -> "route " + r.prefix()).toList();
            case OwnKind.SUBSCRIBER -> Stream.concat(all(node.numbers(), monitor).stream()
                    .filter(n -> of.contains(n.subscriber())).map(n -> "number " + n.number()),
                    all(node.ringGroups(), monitor).stream().filter(g -> g.members().stream().anyMatch(of::contains))
                            .map(g -> "ring group " + g.name())).toList();
            default -> List.of();
        };
    }
}
