package org.trunkline.node.internal;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.Alerts;

/** The alerts of whichever part watches. They wait for the index; calls and the node do not. */
final class AlertsWhenReady implements Alerts {
    private volatile Optional<Alerts> watching = Optional.empty();

    void set(Optional<Alerts> now) {
        watching = now;
    }

    private Alerts watching() throws NodeUnavailableException {
        return watching.orElseThrow(() -> new NodeUnavailableException("alerts-not-ready", List.of(),
                "alerts are not active yet: the index is not ready"));
    }

    /** None while nobody watches: for the status, which must not fail. */
    List<AlertStatus> known() {
        try {
            return watching.isEmpty() ? List.of() : watching.get().list();
        } catch (NodeUnavailableException e) {
            return List.of();
        }
    }

    @Override
    public List<AlertStatus> list() throws NodeUnavailableException {
        return watching().list();
    }

    @Override
    public List<AlertChannelAbout> channels() throws NodeUnavailableException {
        return watching().channels();
    }

    @Override
    public boolean acknowledge(String name) throws NodeUnavailableException {
        return watching().acknowledge(name);
    }

    @Override
    public boolean test(String name) throws NodeUnavailableException {
        return watching().test(name);
    }
}
