package org.trunkline.spi.http;

import static java.util.Objects.requireNonNull;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionPoint;
import org.trunkline.spi.LocalizedText;

/**
 * A topic of server-sent events that a plug-in publishes with {@link org.trunkline.spi.PluginContext#publish}. Clients
 * ask for {@code {plugin id}/{name}}.
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
