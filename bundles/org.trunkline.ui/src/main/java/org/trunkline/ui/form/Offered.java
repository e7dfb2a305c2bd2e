package org.trunkline.ui.form;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.runtime.IProgressMonitor;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.ui.CatalogPages;
import org.trunkline.ui.NodeTask;

/** The names that a field offers, by its type. */
public final class Offered {
    private Offered() {}

    /** Run off the UI thread. @return empty for types that offer none */
    public static Optional<NodeTask<List<Offer>>> of(FormField.Type type) {
        return switch (type) {
            case TRUNK, TRUNKS -> Optional.of((node, monitor) -> CatalogPages.all(node.trunks(), monitor).stream()
                    .map(t -> new Offer(t.name())).toList());
            case SUBSCRIBER, MEMBERS -> Optional.of(Offered::subscribers);
            case GROUPS -> Optional.of(Offered::ringGroups);
            case TARGET -> Optional.of((node, monitor) -> Stream.concat(ringGroups(node, monitor).stream(),
                    subscribers(node, monitor).stream()).toList());
            case TEXT, NUMBER, PASSWORD, SECRET, CHECK, CHOICE, LINES, FACT -> Optional.empty();
        };
    }

    private static List<Offer> ringGroups(Node node, IProgressMonitor monitor) throws NodeUnavailableException {
        return CatalogPages.all(node.ringGroups(), monitor).stream().map(Offer::of).toList();
    }

    private static List<Offer> subscribers(Node node, IProgressMonitor monitor) throws NodeUnavailableException {
        return CatalogPages.all(node.subscribers(), monitor).stream().map(s -> new Offer(s.username())).toList();
    }
}
