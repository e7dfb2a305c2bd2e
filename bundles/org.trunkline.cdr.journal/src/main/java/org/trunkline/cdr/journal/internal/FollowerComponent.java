package org.trunkline.cdr.journal.internal;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.cdr.journal.internal.follow.ConsumerOffsets;
import org.trunkline.cdr.journal.internal.follow.FollowerLimits;
import org.trunkline.cdr.journal.internal.follow.JournalFollower;
import org.trunkline.engine.component.Registrations;
import org.trunkline.engine.port.PluginMemory;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.spi.record.RecordConsumer;

/** Delivers the journal to all consumers there are, as they come and go. */
@Component(service = PluginMemory.class, immediate = true, configurationPid = "org.trunkline.cdr.journal",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class FollowerComponent implements PluginMemory {
    private static final String PLUGIN = "trunkline.plugin";

    private final JournalFollower follower;

    @Activate
    public FollowerComponent(BundleContext context, @Reference RecordLog log, JournalComponent.Config config) {
        follower = new JournalFollower(log, new ConsumerOffsets(Path.of(config.dataDir(), "journal-consumers")),
                InstantSource.system(), FollowerLimits.USUAL, stage -> shown(context, stage));
    }

    private static Runnable shown(BundleContext context, RecordStage stage) {
        var registration = context.registerService(RecordStage.class, stage, null);
        return () -> Registrations.unregister(registration);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addConsumer(RecordConsumer consumer, Map<String, Object> properties) {
        follower.add(Optional.ofNullable((String) properties.get(PLUGIN)), consumer);
    }

    void updatedConsumer(RecordConsumer consumer, Map<String, Object> properties) {
        if (properties.get(PLUGIN) instanceof String plugin)
            follower.update(plugin, consumer);
    }

    void removeConsumer(RecordConsumer consumer) {
        follower.remove(consumer);
    }

    @Override
    public void forget(String plugin) {
        follower.forget(plugin);
    }

    @Deactivate
    public void close() {
        follower.close();
    }
}
