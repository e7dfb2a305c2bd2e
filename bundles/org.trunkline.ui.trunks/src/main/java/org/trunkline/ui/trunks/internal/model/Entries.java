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
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.ui.CatalogPages;
import org.trunkline.ui.CatalogPages.Found;

/** Reads all entries of one kind from a node. Off the UI thread. */
public final class Entries {
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
        Found<E> found = CatalogPages.read(form.catalog(node), CatalogPages.MOST, monitor);
        return new Found<>(found.entries().stream().map(e -> new Entry(kind, form.key(e), e)).toList(), found.total());
    }

    private static List<Entry> withContacts(Node node, List<Entry> entries, IProgressMonitor monitor)
            throws NodeUnavailableException {
        Map<String, List<RegisteredContact>> contacts = node.registrations().stream()
                .collect(Collectors.groupingBy(RegisteredContact::username));
        var numbers = new HashMap<String, List<String>>();
        for (NumberAssignment n : CatalogPages.all(node.numbers(), monitor))
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
            case OwnKind.TRUNK -> CatalogPages.all(node.routes(), monitor).stream().filter(r -> r.trunks().stream().anyMatch(of::contains))
                    .map(r -> EntryKind.ROUTE.subject(r.prefix())).toList();
            case OwnKind.SUBSCRIBER -> Stream.concat(CatalogPages.all(node.numbers(), monitor).stream()
                    .filter(n -> of.contains(n.subscriber())).map(n -> EntryKind.NUMBER.subject(n.number())),
                    CatalogPages.all(node.ringGroups(), monitor).stream().filter(g -> g.members().stream().anyMatch(of::contains))
                            .map(g -> EntryKind.RING_GROUP.subject(g.name()))).toList();
            default -> List.of();
        };
    }
}
