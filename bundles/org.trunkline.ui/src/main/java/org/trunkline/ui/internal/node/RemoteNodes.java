package org.trunkline.ui.internal.node;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.equinox.security.storage.ISecurePreferences;
import org.eclipse.equinox.security.storage.SecurePreferencesFactory;
import org.eclipse.equinox.security.storage.StorageException;
import org.eclipse.equinox.security.storage.provider.IProviderHints;
import org.osgi.service.prefs.BackingStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskPreferences;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.internal.StatusWords;

/** Remembers the remote node shown last; its token lies in secure storage. Not on the UI thread, but where said. */
public final class RemoteNodes {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteNodes.class);
    private static final String STORAGE = "secure_storage";
    private static final String SECRETS = "nodes";
    private static final String TOKEN = "token";

    private final ActiveNode active;

    public RemoteNodes(ActiveNode active) {
        this.active = active;
    }

    /** Takes up the last connection in the background. Any thread. @param failed told why not, off the UI thread */
    public void reconnect(Consumer<String> failed) {
        String url = rememberedUrl();
        if (url.isEmpty())
            return;
        Job.create(Texts.of(StatusWords.class).get("connect.job", url), monitor -> {
            try {
                active.connect(new URI(url), token(url).orElse(""));
            } catch (URISyntaxException e) {
                failed(url, String.valueOf(e.getMessage()), failed);
            } catch (NodeUnavailableException e) {
                failed(url, StateText.create().of(e), failed);
            }
            return Status.OK_STATUS;
        }).schedule();
    }

    private static void failed(String url, String why, Consumer<String> told) {
        LOG.warn("remote node {}: {}", url, why);
        told.accept(Texts.of(StatusWords.class).get("connect.not-again", url, why));
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
        new NodeList().add(url.toString());
        // apart, since the system's key ring may ask the user first
        var keeping = Job.create(Texts.of(StatusWords.class).get("connect.keeping"), monitor -> {
            keep(url.toString(), token);
            return Status.OK_STATUS;
        });
        keeping.setSystem(true);
        keeping.schedule();
    }

    private static void keep(String url, String token) {
        try {
            ISecurePreferences storage = storage();
            storage.node(nodeOf(url)).put(TOKEN, token, true);
            storage.flush();
        } catch (StorageException | IOException e) {
            LOG.warn("the token of {} was not stored: {}", url, e.getMessage());
        }
    }

    static Optional<String> token(String url) {
        try {
            return Optional.ofNullable(storage().node(nodeOf(url)).get(TOKEN, null));
        } catch (StorageException | IOException e) {
            LOG.warn("the token of {} cannot be read: {}", url, e.getMessage());
            return Optional.empty();
        }
    }

    /** Removes the token of a node. In the background: the system's key ring may ask the user first. */
    static void forget(String url) {
        var forgetting = Job.create(Texts.of(StatusWords.class).get("connect.keeping"), _ -> {
            try {
                ISecurePreferences storage = storage();
                storage.node(nodeOf(url)).removeNode();
                storage.flush();
            } catch (IOException e) {
                LOG.warn("the token of {} was not removed: {}", url, e.getMessage());
            }
            return Status.OK_STATUS;
        });
        forgetting.setSystem(true);
        forgetting.schedule();
    }

    /** The desk's own, beside the key that unlocks it. */
    private static ISecurePreferences storage() throws IOException {
        var state = Platform.getStateLocation(Platform.getBundle("org.trunkline.ui")).toPath();
        return SecurePreferencesFactory.open(state.resolve(STORAGE).toUri().toURL(),
                Map.of(IProviderHints.PROMPT_USER, Boolean.FALSE));
    }

    private static String nodeOf(String url) {
        return SECRETS + "/" + url.replace('/', '_');
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
