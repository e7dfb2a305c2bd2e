package org.trunkline.ui.trunks.internal.find;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.extension.Found;

/** Entries of one kind by their names, which the node looks for. @param kind its code: {@code trunk} */
record EntrySearch(String kind) {
    List<Found> find(String text, int most, Optional<Node> node) throws NodeUnavailableException {
        var of = EntryKind.of(kind);
        if (node.isEmpty() || of.isEmpty() || text.isBlank() || text.strip().length() > EntryFilter.MAX_TEXT)
            return List.of();
        return find(of.get(), new EntryFilter(text), most, node.get());
    }

    private <E extends Record> List<Found> find(EntryKind<E> of, EntryFilter filter, int most, Node node) throws NodeUnavailableException {
        return node.catalog(of).search(filter, most + 1).items().stream()
                .filter(entry -> !of.key(entry).isEmpty()) // the route for all numbers has no name
                .limit(most).map(entry -> found(of.names(entry))).toList();
    }

    private Found found(List<String> names) {
        return new Found(names.getFirst(), String.join(", ", names.subList(1, names.size())), DeskCommands.EDIT,
                Map.of(DeskCommands.EDIT_KIND, kind, DeskCommands.EDIT_KEY, names.getFirst()));
    }
}
