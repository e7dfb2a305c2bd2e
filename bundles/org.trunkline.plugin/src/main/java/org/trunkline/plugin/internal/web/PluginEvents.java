package org.trunkline.plugin.internal.web;

/** Where plug-ins publish: what stands behind {@code PluginContext.publish}. An OSGi service. <b>Threads:</b> any. */
public interface PluginEvents {
    /**
     * Sends an event to all that listen.
     *
     * @throws IllegalArgumentException where the plug-in declared no such topic, or the text is no JSON object or too long
     * @throws IllegalStateException where the plug-in publishes too much; the event is lost
     */
    void publish(String plugin, String topic, String json);
}
