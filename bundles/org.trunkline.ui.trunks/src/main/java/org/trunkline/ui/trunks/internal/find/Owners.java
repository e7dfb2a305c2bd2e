package org.trunkline.ui.trunks.internal.find;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.ShortText;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.Trials;
import org.trunkline.api.node.Trials.Caller;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Route;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.ui.CatalogPages;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/** What a number or a name belongs to, as the node reads it: {@code 08-684 00 07} in its country. Not on the UI thread. */
final class Owners {
    /** @param kind code of the entry's kind @param number as the node reads it; empty of a name */
    record Owner(String kind, String key, String number) {
        Owner {
            requireNonNull(kind);
            requireNonNull(key);
            requireNonNull(number);
        }
    }

    private static final int LEAST_ENDING = 6;
    /** Types of the fields of plug-ins that may hold a number to dial. */
    private static final Set<String> DIALLED = Set.of("text", "dialled", "phone-number");

    private final Node node;

    Owners(Node node) {
        this.node = node;
    }

    /** The owner first, then other entries about it; empty where there is none. */
    List<Owner> of(String text) throws NodeUnavailableException {
        String tidy = Names.tidyNumber(text);
        var owners = new ArrayList<Owner>();
        named(text.strip(), owners);
        if (Names.isDialled(tidy) && tidy.chars().anyMatch(Character::isDigit))
            numbered(tidy, owners);
        return owners.stream().distinct().toList();
    }

    private void named(String name, List<Owner> owners) throws NodeUnavailableException {
        if (Names.isUsername(name)) {
            if (node.subscribers().find(name).isPresent())
                owners.add(new Owner(EntryKind.SUBSCRIBER.code(), name, ""));
            if (node.ringGroups().find(name).isPresent())
                owners.add(new Owner(EntryKind.RING_GROUP.code(), name, ""));
        }
        if (Names.isTrunkName(name) && node.trunks().find(name).isPresent())
            owners.add(new Owner(EntryKind.TRUNK.code(), name, ""));
    }

    private void numbered(String dialled, List<Owner> owners) throws NodeUnavailableException {
        String number = normalised(dialled);
        groups(dialled, number, owners);
        for (NumberAssignment own : Names.isE164(number) ? node.numbers().find(number).stream().toList() : ending(number)) {
            owners.add(new Owner(EntryKind.SUBSCRIBER.code(), own.subscriber(), own.number()));
            owners.add(new Owner(EntryKind.NUMBER.code(), own.number(), own.number()));
        }
        added(new LinkedHashSet<>(List.of(dialled, number)), owners);
        if (owners.isEmpty())
            route(dialled, number).ifPresent(r -> owners.add(new Owner(EntryKind.ROUTE.code(), r.prefix(), number)));
    }

    /** Own numbers that end so: where the node has no country, {@code 086840007} still finds {@code +4686840007}. */
    private List<NumberAssignment> ending(String dialled) throws NodeUnavailableException {
        String digits = dialled.replaceFirst("^0+", "");
        return digits.length() < LEAST_ENDING ? List.of()
                : node.numbers().search(new EntryFilter(digits), EntryFilter.MAX_LIMIT).items().stream()
                        .filter(own -> own.number().endsWith(digits)).toList();
    }

    /** As a subscriber's call would be read: that is where the node's country counts. Nobody is called. */
    private String normalised(String dialled) throws NodeUnavailableException {
        if (Names.isE164(dialled) || dialled.length() > ShortText.MAX)
            return dialled;
        var callers = node.subscribers().list(Optional.empty(), 1).items();
        if (callers.isEmpty())
            return dialled;
        var caller = new Caller(Optional.of(callers.getFirst().username()), Optional.empty());
        return node.trials().route(new Trials.RouteQuestion(dialled, caller, "", Instant.now(), false)).to().normalised();
    }

    private void groups(String dialled, String number, List<Owner> owners) throws NodeUnavailableException {
        for (String written : new LinkedHashSet<>(List.of(dialled, number)))
            for (var group : node.ringGroups().search(new EntryFilter(written), EntryFilter.MAX_LIMIT).items())
                if (group.number().filter(written::equals).isPresent())
                    owners.add(new Owner(EntryKind.RING_GROUP.code(), group.name(), number));
    }

    /** Entries of plug-ins with a text that is the number: a room, a parking lot, a scheduled call. */
    private void added(Set<String> written, List<Owner> owners) throws NodeUnavailableException {
        for (var kind : node.entries().kinds())
            if (kind.about().isPresent())
                added(new AddedKind(kind.about().get(), AddedKind.State.RUNS, Map.of()), written, owners);
    }

    private void added(AddedKind kind, Set<String> written, List<Owner> owners) throws NodeUnavailableException {
        for (var entry : CatalogPages.all(kind.entries(node), new NullProgressMonitor()))
            number(kind.about(), entry, written).ifPresent(number -> owners.add(new Owner(kind.code(), entry.key(), number)));
    }

    /** Fields of other types hold amounts, not numbers to dial. */
    private static Optional<String> number(PluginEntries.Kind kind, PluginEntries.Entry entry, Set<String> written) {
        return kind.fields().stream().filter(field -> DIALLED.contains(field.type()) && !field.secret())
                .map(field -> entry.values().getOrDefault(field.name(), "")).filter(written::contains).findFirst();
    }

    /** That of the longest prefix. */
    private Optional<Route> route(String dialled, String number) throws NodeUnavailableException {
        return EntryTable.read(node, EntryKind.ROUTE).stream().filter(r -> r.prefix().isEmpty() ? Names.isE164(number)
                : number.startsWith(r.prefix()) || dialled.startsWith(r.prefix()))
                .max((a, b) -> Integer.compare(a.prefix().length(), b.prefix().length()));
    }
}
