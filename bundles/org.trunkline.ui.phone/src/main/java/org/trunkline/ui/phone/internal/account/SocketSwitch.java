package org.trunkline.ui.phone.internal.account;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeState;

/** Lets the node inside the desk take SIP over WebSocket. Not on the UI thread. */
final class SocketSwitch {
    /** Where nothing else is expected to listen. */
    static final int PORT = 5066;
    private static final String SETTING = "trunkline.ws.port";

    private SocketSwitch() {}

    /**
     * That of the node shown; the one inside the desk opens one first where it has none.
     *
     * @return empty where none came in time
     * @throws NodeUnavailableException where the node cannot be asked
     */
    static Optional<NodeSocket> open(ActiveNode active) throws NodeUnavailableException {
        var there = NodeSocket.of(active.state());
        var node = active.node();
        if (there.isPresent() || node.isEmpty() || active.state().kind() != NodeState.Kind.EMBEDDED)
            return there;
        var result = node.get().settings().change(Map.of(SETTING, Optional.of(Integer.toString(PORT))));
        return result instanceof SaveResult.Saved<SettingsReport> ? await(active) : Optional.empty();
    }

    private static Optional<NodeSocket> await(ActiveNode active) {
        var opened = new CompletableFuture<NodeSocket>();
        var watch = active.watch(state -> {
            if (state.up())
                NodeSocket.of(state).ifPresent(opened::complete);
        });
        try {
            return Optional.of(opened.get(SubscriberAccount.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            watch.close();
        }
    }
}
