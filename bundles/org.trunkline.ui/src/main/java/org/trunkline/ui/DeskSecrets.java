package org.trunkline.ui;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.runtime.Platform;
import org.eclipse.equinox.security.storage.ISecurePreferences;
import org.eclipse.equinox.security.storage.SecurePreferencesFactory;
import org.eclipse.equinox.security.storage.StorageException;
import org.eclipse.equinox.security.storage.provider.IProviderHints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passwords and tokens of the desk, encrypted in a file of the workspace. The key is in the system's key ring, or in a file
 * that only its owner can read. Never on the UI thread: a key ring may ask its user first.
 */
public final class DeskSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(DeskSecrets.class);
    private static final String STORAGE = "secure_storage";

    private final String place;
    private final String key;

    /** @param place names one secret, with {@code /} between its parts @param key what it is: {@code token} */
    public DeskSecrets(String place, String key) {
        this.place = place;
        this.key = key;
    }

    /** Empty where none is stored, or where the storage cannot be read, which is logged. */
    public Optional<String> read() {
        try {
            return Optional.ofNullable(storage().node(place).get(key, null));
        } catch (StorageException | IOException e) {
            LOG.warn("the {} of {} cannot be read: {}", key, place, e.getMessage());
            return Optional.empty();
        }
    }

    /** @return false where it could not be stored, which is logged */
    public boolean write(String secret) {
        try {
            ISecurePreferences storage = storage();
            storage.node(place).put(key, secret, true);
            storage.flush();
            return true;
        } catch (StorageException | IOException e) {
            LOG.warn("the {} of {} was not stored: {}", key, place, e.getMessage());
            return false;
        }
    }

    /** Removes it; nothing where there is none. */
    public void remove() {
        try {
            ISecurePreferences storage = storage();
            storage.node(place).removeNode();
            storage.flush();
        } catch (IOException e) {
            LOG.warn("the {} of {} was not removed: {}", key, place, e.getMessage());
        }
    }

    /** The desk's own, beside the key that unlocks it. */
    private static ISecurePreferences storage() throws IOException {
        var state = Platform.getStateLocation(Platform.getBundle("org.trunkline.ui")).toPath();
        return SecurePreferencesFactory.open(state.resolve(STORAGE).toUri().toURL(),
                Map.of(IProviderHints.PROMPT_USER, Boolean.FALSE));
    }
}
