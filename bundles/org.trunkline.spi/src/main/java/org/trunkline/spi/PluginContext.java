package org.trunkline.spi;

import java.nio.file.Path;
import java.util.Map;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The environment of a plug-in: an OSGi service, one for each plug-in, available before its bundles start.
 *
 * <p>A change of settings stops the plug-in's bundles, replaces this service and starts them again.
 * <b>Threads:</b> any.
 */
@ProviderType
public interface PluginContext {
    /** As in {@code plugin.json}. */
    String id();

    String version();

    /** By name, as declared in {@code plugin.json}: defaults filled in, secrets in clear. */
    Map<String, String> settings();

    /** Folder for the plug-in's own files; kept over updates, deleted when the plug-in is removed. */
    Path folder();

    /**
     * Sends an event to the clients of {@code GET /api/v1/events} that asked for a topic of this plug-in.
     *
     * @param topic a {@link org.trunkline.spi.http.EventTopic} of this plug-in, without its id
     * @param json one JSON object, up to 16 KiB
     * @throws IllegalArgumentException if the topic was not declared, or the text is no JSON object or too long
     * @throws IllegalStateException if the plug-in publishes more than 50 events a second for longer; the event is lost
     */
    void publish(String topic, String json);
}
