package org.trunkline.ui.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.equinox.security.storage.ISecurePreferences;
import org.eclipse.equinox.security.storage.SecurePreferencesFactory;
import org.eclipse.equinox.security.storage.StorageException;
import org.osgi.service.prefs.BackingStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskPreferences;
import org.trunkline.ui.Texts;

/** Remembers the remote node shown last; its token lies in secure storage. Not on the UI thread, but where said. */
final class RemoteNodes {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteNodes.class);
    private static final String SECRETS = "org.trunkline.ui/nodes";
    private static final String TOKEN = "token";

    private final ActiveNode active;

    RemoteNodes(ActiveNode active) {
        this.active = active;
    }

    /** Takes up the last connection in the background. Any thread. */
    void reconnect() {
        String url = rememberedUrl();
        if (url.isEmpty())
            return;
        Job.create(Texts.of(RemoteNodes.class).get("connect.job", url), monitor -> {
            try {
                active.connect(new URI(url), token(url).orElse(""));
            } catch (URISyntaxException | NodeUnavailableException e) {
                LOG.warn("remote node {}: {}", url, e.getMessage());
            }
            return Status.OK_STATUS;
        }).schedule();
    }

    /** Empty where the desk last showed the embedded node. Any thread. */
    String rememberedUrl() {
        return InstanceScope.INSTANCE.getNode(DeskPreferences.NODE).get(DeskPreferences.REMOTE, "");
    }

    void rememberEmbedded() {
        remember("");
    }

    /** Connects, and keeps address and token for the next start only if that worked. */
    void connect(URI url, String token) throws NodeUnavailableException {
        active.connect(url, token);
        remember(url.toString());
        try {
            ISecurePreferences secrets = secrets(url.toString());
            secrets.put(TOKEN, token, true);
            secrets.flush();
        } catch (StorageException | IOException e) {
            LOG.warn("the token of {} was not kept: {}", url, e.getMessage());
        }
    }

    Optional<String> token(String url) {
        try {
            return Optional.ofNullable(secrets(url).get(TOKEN, null));
        } catch (StorageException e) {
            LOG.warn("the token of {} cannot be read: {}", url, e.getMessage());
            return Optional.empty();
        }
    }

    private static ISecurePreferences secrets(String url) {
        return SecurePreferencesFactory.getDefault().node(SECRETS).node(url.replace('/', '_'));
    }

    private static void remember(String url) {
        var preferences = InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
        preferences.put(DeskPreferences.REMOTE, url);
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("preferences: {}", e.getMessage());
        }
    }
}
