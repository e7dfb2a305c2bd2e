package org.trunkline.ui.internal.node;

import java.io.IOException;
import java.nio.file.Path;

import javax.crypto.spec.PBEKeySpec;

import org.eclipse.equinox.security.storage.provider.IPreferencesContainer;
import org.eclipse.equinox.security.storage.provider.PasswordProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unlocks the secure storage where the system has no key ring of its own, without asking for a password at each start:
 * by a key file that only its owner may read. The key rings of Windows and macOS come before it.
 */
public final class WorkspaceKey extends PasswordProvider {
    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceKey.class);
    private static final String FILE = "secret.key";

    @Override
    public PBEKeySpec getPassword(IPreferencesContainer container, int passwordType) {
        Path folder = Path.of(container.getLocation().getPath()).toAbsolutePath().getParent();
        try {
            return new PBEKeySpec(KeyFile.readOrCreate(folder.resolve(FILE)));
        } catch (IOException e) {
            LOG.warn("{} cannot be used, so tokens are not stored: {}", folder.resolve(FILE), e.getMessage());
            return null; // what the provider's contract asks for
        }
    }
}
