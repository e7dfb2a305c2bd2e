package org.trunkline.spi.config;

import java.util.List;
import java.util.Map;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The entries of a plug-in's own kinds: an OSGi service, one for each plug-in, beside its
 * {@link org.trunkline.spi.PluginContext}. <b>Threads:</b> any but a call's; it may wait for the store.
 */
@ProviderType
public interface EntryStore {
    /**
     * All entries of a kind as they are now, by key, at most 10,000; those read last while the store is away.
     *
     * @param kind a {@link ConfigKind} of this plug-in
     * @return by field name, secrets in clear
     */
    List<Map<String, String>> entries(String kind);
}
