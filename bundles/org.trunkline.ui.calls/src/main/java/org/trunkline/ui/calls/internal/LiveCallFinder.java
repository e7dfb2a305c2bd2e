package org.trunkline.ui.calls.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.config.Names;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.StateText;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;

/** Calls in progress by number, name, trunk or id, for the search box. */
public final class LiveCallFinder implements Finder {
    private final StateText states = StateText.create();

    @Override
    public List<Found> find(String text, int most, Optional<Node> node) throws NodeUnavailableException {
        if (node.isEmpty())
            return List.of();
        String wanted = text.toLowerCase(Locale.ROOT);
        String number = Names.tidyNumber(text);
        return node.get().calls().list().stream().filter(call -> matches(call, wanted) || Names.isDialled(number)
                && matches(call, number)).limit(most).map(this::found).toList();
    }

    private static boolean matches(LiveCall call, String wanted) {
        return matches(call.from(), wanted) || matches(call.to(), wanted) || call.id().value().equals(wanted)
                || call.trunk().filter(t -> t.toLowerCase(Locale.ROOT).contains(wanted)).isPresent();
    }

    private static boolean matches(Party party, String wanted) {
        return party.normalised().toLowerCase(Locale.ROOT).contains(wanted) || party.dialled().toLowerCase(Locale.ROOT).contains(wanted)
                || party.displayName().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private Found found(LiveCall call) {
        return new Found(call.from().normalised() + " → " + call.to().normalised(),
                call.trunk().map(t -> states.of(call.state()) + ", " + t).orElse(states.of(call.state())),
                DeskCommands.LIVE_CALL, Map.of(DeskCommands.LIVE_CALL_ID, call.id().value()));
    }
}
