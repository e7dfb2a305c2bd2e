package org.trunkline.spi.http;

import static java.util.Objects.requireNonNull;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionPoint;
import org.trunkline.spi.LocalizedText;

/**
 * A topic of server-sent events that a plug-in publishes with {@link org.trunkline.spi.PluginContext#publish}. Clients
 * ask for {@code {plugin id}/{name}}.
 *
 * <p><b>Threads:</b> any of the plug-in's; asked once after the start. <b>Budget:</b> 250 ms inside the node, 500 ms in a
 * process of its own. <b>Errors:</b> without an answer the topic is not offered.
 *
 * <pre>{@code
 * public final class Doors implements EventTopic {
 *     public TopicInfo info() {
 *         return new TopicInfo("doors", LocalizedText.of("Doors that were opened"));
 *     }
 *
 *     static void opened(PluginContext context, String door) {
 *         context.publish("doors", "{\"door\":\"" + door + "\"}");
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 250, outsideMillis = 500, concurrency = 1)
public interface EventTopic {
    /** The same at each call. */
    TopicInfo info();

    /** @param name lower case, digits and hyphens */
    record TopicInfo(String name, LocalizedText label) {
        public TopicInfo {
            requireNonNull(name);
            requireNonNull(label);
        }
    }
}
