package org.trunkline.ui.internal.node;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.osgi.service.prefs.BackingStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskPreferences;
import org.trunkline.ui.DeskSecrets;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.internal.StatusWords;

/** Remembers the remote node shown last; its token lies in secure storage. Not on the UI thread, but where said. */
public final class RemoteNodes {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteNodes.class);
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
            secret(url.toString()).write(token);
            return Status.OK_STATUS;
        });
        keeping.setSystem(true);
        keeping.schedule();
    }

    static Optional<String> token(String url) {
        return secret(url).read();
    }

    /** Removes the token of a node. In the background: the system's key ring may ask the user first. */
    static void forget(String url) {
        var forgetting = Job.create(Texts.of(StatusWords.class).get("connect.keeping"), _ -> {
            secret(url).remove();
            return Status.OK_STATUS;
        });
        forgetting.setSystem(true);
        forgetting.schedule();
    }

    private static DeskSecrets secret(String url) {
        return new DeskSecrets(SECRETS + "/" + url.replace('/', '_'), TOKEN);
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
