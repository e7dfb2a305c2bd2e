package org.trunkline.store.jdbc.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.port.config.AlertMemory;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.engine.port.record.RecordArchive;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.store.jdbc.internal.config.AlertTable;
import org.trunkline.store.jdbc.internal.config.JdbcConfigStore;
import org.trunkline.store.jdbc.internal.config.PluginEntryTable;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.OpenFailure;
import org.trunkline.store.jdbc.internal.record.RecordExpiry;
import org.trunkline.store.jdbc.internal.record.RecordFeed;

/** Opens the store and offers it, or the reason why it cannot be opened. */
@Component(service = {}, immediate = true, configurationPid = "org.trunkline.store.jdbc",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class StorePart {

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
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    public StorePart(BundleContext context, Config config) {
        try {
            var database = new Database(Path.of(config.dataDir()), config.url(), config.user(), config.password());
            open.add(database);
            registrations.add(context.registerService(ConfigStore.class,
                    new JdbcConfigStore(database, InstantSource.system()), null));
            registrations.add(context.registerService(new String[] { RecordConsumer.class.getName(),
                    RecordStage.class.getName() }, new RecordFeed(database, InstantSource.system(), GATHER), null));
            registrations.add(context.registerService(RecordArchive.class, new RecordExpiry(database), null));
            registrations.add(context.registerService(PluginEntryStore.class,
                    new PluginEntryTable(database, InstantSource.system()), null));
            registrations.add(context.registerService(AlertMemory.class, new AlertTable(database), null));
        } catch (OpenFailure e) {
            registrations.add(context.registerService(PartFailure.class,
                    new PartFailure(e.code(), config.dataDir(), List.of(config.dataDir(), e.getMessage()), e.getMessage()), null));
        }
    }

    @Deactivate
    public void close() throws Exception {
        registrations.forEach(StorePart::unregister);
        for (var it : open.reversed())
            it.close();
    }

    /** The framework does so too, when the bundle stops before its configuration goes. */
    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // gone already: what follows must be closed all the same
        }
    }
}
