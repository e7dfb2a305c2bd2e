package org.trunkline.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.Alerts;

/** Alerts that stand as a test says. */
public final class FakeAlerts implements Alerts {
    private final FakeNode node;
    private final List<String> tested = new CopyOnWriteArrayList<>();
    private volatile List<AlertStatus> alerts = List.of();

    FakeAlerts(FakeNode node) {
        this.node = node;
    }

    public void set(List<AlertStatus> standing) {
        alerts = List.copyOf(standing);
    }

    /** Names that {@link #test} was called for. */
    public List<String> tested() {
        return List.copyOf(tested);
    }

    @Override
    public List<AlertStatus> list() throws NodeUnavailableException {
        node.reach();
        return alerts;
    }

    @Override
    public boolean acknowledge(String name) throws NodeUnavailableException {
        boolean found = false;
        var after = new ArrayList<AlertStatus>();
        for (var a : list()) {
            boolean it = a.name().equals(name) && a.state() == AlertStatus.State.RAISED;
            found |= it;
            after.add(it ? new AlertStatus(a.name(), AlertStatus.State.ACKNOWLEDGED, a.since(), a.matches(), a.more(), a.latest(),
                    a.problem(), a.webhook(), a.mail()) : a);
        }
        alerts = after;
        return found;
    }

    @Override
    public boolean test(String name) throws NodeUnavailableException {
        boolean found = list().stream().anyMatch(a -> a.name().equals(name));
        if (found)
            tested.add(name);
        return found;
    }
}
