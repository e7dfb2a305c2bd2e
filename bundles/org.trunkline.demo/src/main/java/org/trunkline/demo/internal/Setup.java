package org.trunkline.demo.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.DemoTraffic.DemoRefusedException;
import org.trunkline.api.node.Node;

/** Puts the cast into a node's configuration, through the same catalogs that an administrator uses. */
final class Setup {
    private final Node node;

    Setup(Node node) {
        this.node = node;
    }

    /**
     * @param ports of the carriers' switches, by trunk name
     * @param passwords by username
     */
    void apply(String host, Map<String, Integer> ports, Map<String, String> passwords)
            throws DemoRefusedException, NodeUnavailableException {
        refuseForeign(host);
        for (var person : Cast.PEOPLE)
            put(node.subscribers(), person.username(), Cast.subscriber(person, passwords.get(person.username())));
        for (var entry : ports.entrySet())
            put(node.trunks(), entry.getKey(),
                    Cast.trunk(entry.getKey(), host, entry.getValue(), limits(entry.getKey()), 5));
        for (var number : Cast.numbers())
            put(node.numbers(), number.number(), number);
        for (var route : Cast.routes())
            if (node.routes().find(route.prefix()).isEmpty())
                put(node.routes(), route.prefix(), route);
    }

    private static int limits(String trunk) {
        return Map.of(Cast.NORDIC_A, 4, Cast.NORDIC_B, 30, Cast.PACIFIC, 20).getOrDefault(trunk, 0);
    }

    private void refuseForeign(String host) throws DemoRefusedException, NodeUnavailableException {
        for (String name : List.of(Cast.NORDIC_A, Cast.NORDIC_B, Cast.PACIFIC)) {
            var there = node.trunks().find(name);
            if (there.isPresent() && !there.get().peer().host().equals(host))
                throw new DemoRefusedException("The trunk \"" + name + "\" is not the demo's: it goes to "
                        + there.get().peer().host() + ". Rename it, or run the demo on another data folder.");
        }
    }

    private static <E, D> void put(Catalog<E, D> catalog, String key, D draft)
            throws DemoRefusedException, NodeUnavailableException {
        Optional<E> there = catalog.find(key);
        SaveResult<E> result = there.isEmpty() ? catalog.create(draft) : catalog.replace(key, draft);
        switch (result) {
            case SaveResult.Saved<E> saved -> {}
            case SaveResult.Rejected<E> rejected -> throw new DemoRefusedException("The demo's " + key
                    + " was refused: " + rejected.errors().stream().map(FieldError::message).findFirst().orElse(""));
            case SaveResult.Missing<E> missing -> throw new DemoRefusedException(key + " was just deleted");
            case SaveResult.InUse<E> inUse -> throw new DemoRefusedException(key + " is in use");
        }
    }
}
