package org.trunkline.ui.phone.internal.account;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.eclipse.core.runtime.preferences.InstanceScope;
import org.osgi.service.prefs.BackingStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskPreferences;
import org.trunkline.ui.NodeState;

/** Lets the node inside the desk take SIP over WebSocket. Not on the UI thread. */
final class SocketSwitch {
    /** Where nothing else is expected to listen. */
    static final int PORT = 5066;
    private static final Logger LOG = LoggerFactory.getLogger(SocketSwitch.class);

    private SocketSwitch() {}

    /** That of the node shown; the one inside the desk opens one first where it has none. @return empty where none came in time */
    static Optional<NodeSocket> open(ActiveNode active) {
        var there = NodeSocket.of(active.state());
        if (there.isPresent() || active.state().kind() != NodeState.Kind.EMBEDDED)
            return there;
        var preferences = InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
        preferences.put(DeskPreferences.WS_PORT, Integer.toString(PORT)); // the node starts again on it, once it has no calls
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("the WebSocket port is not stored: {}", e.getMessage());
        }
        return await(active);
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
