package org.trunkline.ui.phone.internal.pickup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.phone.presence.Lamps;

/** Whose ringing calls a subscriber can pick up. */
public final class Colleagues {
    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 20;

    private Colleagues() {}

    /** The other members of its pickup groups by username, at most {@link Lamps#MOST}; none where the node has no such subscriber. */
    public static List<String> of(Node node, String user) throws NodeUnavailableException {
        var groups = node.subscribers().find(user).map(own -> own.handling().pickupGroups()).orElse(List.of());
        var all = new ArrayList<String>();
        Optional<String> after = Optional.empty();
        for (int i = 0; i < MOST_PAGES && !groups.isEmpty() && all.size() < Lamps.MOST; i++) {
            var page = node.subscribers().list(after, PAGE);
            page.items().stream().filter(other -> other.enabled() && !other.username().equals(user)
                    && !Collections.disjoint(groups, other.handling().pickupGroups())).map(Subscriber::username).forEach(all::add);
            after = page.next();
            if (after.isEmpty())
                break;
        }
        return List.copyOf(all.subList(0, Math.min(Lamps.MOST, all.size())));
    }
}
