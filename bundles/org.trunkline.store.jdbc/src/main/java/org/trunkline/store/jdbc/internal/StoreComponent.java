package org.trunkline.store.jdbc.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.component.Registrations;
import org.trunkline.engine.port.config.AlertMemory;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.engine.port.record.RecordArchive;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.store.jdbc.internal.config.AlertTable;
import org.trunkline.store.jdbc.internal.config.JdbcConfigStore;
import org.trunkline.store.jdbc.internal.config.PluginEntryTable;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.OpenFailure;
import org.trunkline.store.jdbc.internal.message.MessageTable;
import org.trunkline.store.jdbc.internal.record.RecordExpiry;
import org.trunkline.store.jdbc.internal.record.RecordFeed;

/** Opens the store and offers it, or the reason why it cannot be opened. */
@Component(service = {}, immediate = true, configurationPid = "org.trunkline.store.jdbc",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class StoreComponent {

    /** PID {@code org.trunkline.store.jdbc}. */
    public @interface Config {
        /** Folder of all that the node keeps. */
        String dataDir();

        /** Empty for H2 in {@code dataDir/store}; else {@code jdbc:postgresql://host:port/database}. */
        String url() default "";

        String user() default "";

        String password() default "";
    }

    /** The journal has them meanwhile: a record costs least where many are written at once. */
    private static final Duration GATHER = Duration.ofSeconds(5);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Registrations registrations;

    @Activate
    public StoreComponent(BundleContext context, Config config) {
        registrations = new Registrations(context);
        try {
            var database = new Database(Path.of(config.dataDir()), config.url(), config.user(), config.password());
            open.add(database);
            registrations.add(ConfigStore.class, new JdbcConfigStore(database, InstantSource.system()));
            registrations.add(List.of(RecordConsumer.class, RecordStage.class),
                    new RecordFeed(database, InstantSource.system(), GATHER));
            registrations.add(RecordArchive.class, new RecordExpiry(database));
            registrations.add(PluginEntryStore.class, new PluginEntryTable(database, InstantSource.system()));
            registrations.add(MessageStore.class, new MessageTable(database));
            registrations.add(AlertMemory.class, new AlertTable(database));
        } catch (OpenFailure e) {
            registrations.add(PartFailure.class,
                    new PartFailure(e.code(), config.dataDir(), List.of(config.dataDir(), e.getMessage()), e.getMessage()));
        }
    }

    @Deactivate
    public void close() throws Exception {
        registrations.close();
        for (var it : open.reversed())
            it.close();
    }
}
