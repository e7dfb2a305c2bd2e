package org.trunkline.testkit.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.Alerts;
import org.trunkline.api.plugin.PluginAbout;

/** Alerts that stand as a test says. */
public final class FakeAlerts implements Alerts {
    /** A channel of a plug-in. */
    public static final AlertChannelAbout PAGER = new AlertChannelAbout("com.example.pager/page", "com.example.pager",
            Map.of("en", "Pager"), List.of(field("number", "phone-number", true, false), field("pin", "text", true, true)));

    private final FakeNode node;
    private final List<String> tested = new CopyOnWriteArrayList<>();
    private volatile List<AlertStatus> alerts = List.of();
    private volatile List<AlertChannelAbout> channels = List.of(PAGER);

    FakeAlerts(FakeNode node) {
        this.node = node;
    }

    private static PluginAbout.Field field(String name, String type, boolean required, boolean secret) {
        return new PluginAbout.Field(name, type, Map.of("en", name), Map.of("en", name + " of the pager"), required, secret, "",
                "", "", "", Map.of());
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

    public void channels(List<AlertChannelAbout> there) {
        channels = List.copyOf(there);
    }

    @Override
    public List<AlertChannelAbout> channels() throws NodeUnavailableException {
        node.reach();
        return channels;
    }

    @Override
    public boolean acknowledge(String name) throws NodeUnavailableException {
        boolean found = false;
        var after = new ArrayList<AlertStatus>();
        for (var a : list()) {
            boolean it = a.name().equals(name) && a.state() == AlertStatus.State.RAISED;
            found |= it;
            after.add(it ? new AlertStatus(a.name(), AlertStatus.State.ACKNOWLEDGED, a.since(), a.matches(), a.more(), a.latest(),
                    a.problem(), a.webhook(), a.mail(), a.channels()) : a);
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
