package org.trunkline.remote.internal;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.Alerts;
import org.trunkline.wire.AlertJson;
import org.trunkline.wire.FormJson;

/** Alerts of a node elsewhere. */
record RemoteAlerts(HttpLink link) implements Alerts {
    @Override
    public List<AlertStatus> list() throws NodeUnavailableException {
        return link.get("/alerts", AlertJson::readAlerts);
    }

    @Override
    public List<AlertChannelAbout> channels() throws NodeUnavailableException {
        return link.get("/alert-channels", FormJson::readChannels);
    }

    @Override
    public boolean acknowledge(String name) throws NodeUnavailableException {
        return post(name, "acknowledge");
    }

    @Override
    public boolean test(String name) throws NodeUnavailableException {
        return post(name, "test");
    }

    private boolean post(String name, String action) throws NodeUnavailableException {
        var reply = link.send("POST", "/alerts/" + HttpLink.encode(name) + "/" + action, Optional.empty());
        if (reply.status() == 404)
            return false;
        if (!reply.ok())
            throw link.refused(reply);
        return true;
    }
}
