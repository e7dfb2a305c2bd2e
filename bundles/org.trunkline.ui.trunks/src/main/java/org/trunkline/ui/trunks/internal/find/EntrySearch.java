package org.trunkline.ui.trunks.internal.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.extension.Found;

/** Entries of one kind by their names. @param kind its code: {@code trunk} */
record EntrySearch(String kind) {
    /** What is searched in: the first is its key. */
    private record Named(String key, List<String> others) {
        boolean matches(List<String> words) {
            String all = (key + "\n" + String.join("\n", others)).toLowerCase(Locale.ROOT);
            return words.stream().allMatch(all::contains);
        }

        /** Those whose key begins with the text come first. */
        int rank(String text) {
            return key.toLowerCase(Locale.ROOT).startsWith(text) ? 0 : 1;
        }
    }

    List<Found> find(String text, int most, Optional<Node> node) throws NodeUnavailableException {
        if (node.isEmpty())
            return List.of();
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> words = List.of(lower.split("\\s+"));
        return entries(node.get()).stream().filter(entry -> entry.matches(words))
                .sorted((a, b) -> Integer.compare(a.rank(lower), b.rank(lower))).limit(most).map(this::found).toList();
    }

    private Found found(Named entry) {
        String detail = String.join(", ", entry.others().stream().filter(other -> !other.isEmpty()).toList());
        return new Found(entry.key(), detail, DeskCommands.EDIT,
                Map.of(DeskCommands.EDIT_KIND, kind, DeskCommands.EDIT_KEY, entry.key()));
    }

    private List<Named> entries(Node node) throws NodeUnavailableException {
        var found = new ArrayList<Named>();
        if (kind.equals(EntryKind.TRUNK.code()))
            for (Trunk t : EntryTable.read(node, EntryKind.TRUNK))
                found.add(new Named(t.name(), List.of(t.peer().host())));
        else if (kind.equals(EntryKind.SUBSCRIBER.code()))
            for (Subscriber s : EntryTable.read(node, EntryKind.SUBSCRIBER))
                found.add(new Named(s.username(), List.of(s.displayName())));
        else if (kind.equals(EntryKind.RING_GROUP.code()))
            for (RingGroup g : EntryTable.read(node, EntryKind.RING_GROUP))
                found.add(new Named(g.name(), Stream.concat(g.number().stream(), g.members().stream()).toList()));
        else if (kind.equals(EntryKind.ROUTE.code()))
            for (Route r : EntryTable.read(node, EntryKind.ROUTE))
                if (!r.prefix().isEmpty()) // the one for all numbers has no name
                    found.add(new Named(r.prefix(), r.trunks()));
        return found;
    }
}
