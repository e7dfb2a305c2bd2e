package org.trunkline.api.plugin;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;

/**
 * Gives plug-ins in processes of their own access to the admin API, each with its own token and no more rights than its
 * permissions. An OSGi service of the listener, there while it listens. <b>Threads:</b> any.
 */
public interface ApiSessions {
    /** @param permissions as in {@link PluginAbout#permissions} */
    Session open(String plugin, List<String> permissions);

    /** Its token is refused from now on. Again does nothing. */
    void close(Session session);

    /** @param url of the admin API @param token bearer token, known to this plug-in alone */
    record Session(URI url, String token) {
        public Session {
            requireNonNull(url);
            requireNonNull(token);
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Session[" + url + "]";
        }
    }
}
