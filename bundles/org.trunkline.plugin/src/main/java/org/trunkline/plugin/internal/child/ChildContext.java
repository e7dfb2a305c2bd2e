package org.trunkline.plugin.internal.child;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameWriter;
import org.trunkline.plugin.internal.link.Link;
import org.trunkline.plugin.internal.link.Setup;
import org.trunkline.plugin.internal.link.Topics;
import org.trunkline.spi.PluginContext;

/** What the plug-in knows of itself, in its own process. */
final class ChildContext implements PluginContext {
    private final Setup setup;
    private final Topics topics;
    private final Link link;

    ChildContext(Setup setup, Topics topics, Link link) {
        this.setup = setup;
        this.topics = topics;
        this.link = link;
    }

    @Override
    public String id() {
        return setup.plugin();
    }

    @Override
    public String version() {
        return setup.version();
    }

    @Override
    public Map<String, String> settings() {
        return setup.settings();
    }

    @Override
    public Path folder() {
        return setup.folder();
    }

    @Override
    public void publish(String topic, String json) {
        topics.check(topic, json);
        var frame = new FrameWriter(FrameKind.PUBLISH);
        frame.writeText(topic);
        frame.writeText(json);
        try {
            link.send(frame);
        } catch (IOException e) {
            link.close();
        }
    }
}
