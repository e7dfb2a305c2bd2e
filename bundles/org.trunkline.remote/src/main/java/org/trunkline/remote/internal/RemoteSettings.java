package org.trunkline.remote.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.wire.settings.SettingsJson;

/** Technical settings of a node elsewhere. */
record RemoteSettings(HttpLink link) implements Settings {
    private static final String PATH = "/settings";

    @Override
    public SettingsReport report() throws NodeUnavailableException {
        return link.get(PATH, SettingsJson::readReport);
    }

    @Override
    public SaveResult<SettingsReport> change(Map<String, Optional<String>> values) throws NodeUnavailableException {
        return RemoteCatalog.result("", link.send("PUT", PATH, Optional.of(SettingsJson.writeChange(values))), link,
                SettingsJson::readReport);
    }

    @Override
    public List<FieldError> check(Map<String, Optional<String>> values) throws NodeUnavailableException {
        return RemoteCatalog.checked(link.send("PUT", PATH + "?check=true", Optional.of(SettingsJson.writeChange(values))), link);
    }
}
