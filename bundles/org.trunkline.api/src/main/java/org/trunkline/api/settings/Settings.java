package org.trunkline.api.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;

/**
 * Technical settings of a node: addresses, ports, limits, mail, certificates. Of a node in this process also an OSGi
 * service, which is there even if a wrong setting keeps the node from starting. <b>Threads:</b> any but the UI thread.
 */
public interface Settings {
    SettingsReport report() throws NodeUnavailableException;

    /**
     * Saves values and puts those in effect that need no restart; all of them or none.
     *
     * @param values by name; a name without a value goes back to its default; settings left out stay
     * @return the settings after it, or the errors by the names of the settings: also {@code given-at-start} where the
     *         command line has another value
     */
    SaveResult<SettingsReport> change(Map<String, Optional<String>> values) throws NodeUnavailableException;

    /** The errors that {@link #change} would return; saves nothing. */
    List<FieldError> check(Map<String, Optional<String>> values) throws NodeUnavailableException;
}
