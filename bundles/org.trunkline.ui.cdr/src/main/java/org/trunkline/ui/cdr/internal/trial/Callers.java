package org.trunkline.ui.cdr.internal.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.Trials.Caller;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.ui.Texts;

/**
 * Callers to choose from: subscribers, trunks, and somebody whom the node does not know.
 *
 * @param complete whether these are all; the names of others can be typed
 */
record Callers(List<Caller> listed, boolean complete) {
    static final Callers NONE = new Callers(List.of(), true);
    /** Of each kind. */
    static final int MOST = 1_000;

    Callers {
        listed = List.copyOf(listed);
    }

    /** Waits for the node: not on the UI thread. */
    static Callers read(Node node) throws NodeUnavailableException {
        var subscribers = node.subscribers().list(Optional.empty(), MOST);
        var trunks = node.trunks().list(Optional.empty(), MOST);
        var found = new ArrayList<Caller>();
        for (Subscriber s : subscribers.items())
            found.add(new Caller(Optional.of(s.username()), Optional.empty()));
        for (Trunk t : trunks.items())
            found.add(new Caller(Optional.empty(), Optional.of(t.name())));
        found.add(Caller.STRANGER);
        return new Callers(found, subscribers.total() <= MOST && trunks.total() <= MOST);
    }

    /** In their order. */
    List<String> labels(Texts texts) {
        return listed.stream().map(caller -> label(caller, texts)).toList();
    }

    private static String label(Caller caller, Texts texts) {
        return caller.subscriber().map(name -> texts.get("trial.subscriber", name))
                .or(() -> caller.trunk().map(name -> texts.get("trial.trunk", name))).orElseGet(() -> texts.get("trial.stranger"));
    }

    /** The one with this label; empty where another text was typed. */
    Optional<Caller> labelled(String text, Texts texts) {
        int at = labels(texts).indexOf(text);
        return at < 0 ? Optional.empty() : Optional.of(listed.get(at));
    }

    /** The subscriber with this name, or else the trunk, listed or not. Waits for the node: not on the UI thread. */
    static Optional<Caller> named(Node node, String name) throws NodeUnavailableException {
        if (has(node.subscribers(), name))
            return Optional.of(new Caller(Optional.of(name), Optional.empty()));
        return has(node.trunks(), name) ? Optional.of(new Caller(Optional.empty(), Optional.of(name))) : Optional.empty();
    }

    private static boolean has(Catalog<?, ?> catalog, String name) throws NodeUnavailableException {
        return catalog.find(name).isPresent();
    }
}
