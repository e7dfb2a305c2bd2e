package org.trunkline.plugin.internal.inside;

import java.nio.file.Path;
import java.util.Map;

import org.trunkline.plugin.internal.guard.House;
import org.trunkline.plugin.internal.link.Topics;
import org.trunkline.plugin.internal.runtime.PluginSpec;
import org.trunkline.spi.PluginContext;

/** What a plug-in inside the node knows of itself. */
final class InsideContext implements PluginContext {
    private final PluginSpec spec;
    private final Topics topics;
    private final House house;

    InsideContext(PluginSpec spec, Topics topics, House house) {
        this.spec = spec;
        this.topics = topics;
        this.house = house;
    }

    @Override
    public String id() {
        return spec.id();
    }

    @Override
    public String version() {
        return spec.manifest().about().version();
    }

    @Override
    public Map<String, String> settings() {
        return spec.settings();
    }

    @Override
    public Path folder() {
        return spec.folder();
    }

    @Override
    public void publish(String topic, String json) {
        topics.check(topic, json);
        house.events().ifPresent(events -> events.publish(spec.id(), topic, json));
    }
}
