package org.trunkline.alert.internal;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.Alerts;
import org.trunkline.api.cdr.AttributeFields;
import org.trunkline.api.node.Node;
import org.trunkline.engine.component.Registrations;
import org.trunkline.engine.port.config.AlertMemory;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.record.RecordConsumer;

/** Watches the saved searches that have a rule. */
@Component(service = Alerts.class, immediate = true, configurationPid = "org.trunkline.alert",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class AlertComponent implements Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(AlertComponent.class);

    /** PID org.trunkline.alert. */
    public @interface Config {
        /** Hosts that webhooks may be at, lower case. */
        String[] webhookHosts() default {};

        /** Mail server; empty to send no mail. */
        String smtpHost() default "";

        int smtpPort() default 587;

        /** starttls, tls or none. */
        String smtpSecurity() default "starttls";

        String smtpUser() default "";

        /** Password of that user. */
        String smtpPassword() default "";

        /** File with the password of that user, which wins over it. */
        String smtpPasswordFile() default "";

        /** Address that alerts are sent from. */
        String mailFrom() default "";
    }

    private final Channels channels = new Channels();
    private final ConfigStore store;
    private final Messenger messenger;
    private final AlertBoard board;
    private final Watch configuration;
    private final Registrations registrations;
    private final AlertKeeper keeper;

    @Activate
    public AlertComponent(BundleContext context, @Reference Node node, @Reference ConfigStore store, @Reference RecordLog log,
            @Reference AttributeFields fields, @Reference AlertMemory memory) {
        this.store = store;
        var clock = InstantSource.system();
        keeper = new AlertKeeper(memory, clock);
        messenger = new Messenger(new Outbox(clock, Outbox.PAUSES, Optional.of(keeper)), channels, clock);
        var searches = new StandingSearches(clock, ZoneId.systemDefault(), fields::all);
        board = new AlertBoard(searches, messenger, keeper, clock, log::lastSequence);
        var feed = new AlertFeed(board, searches, keeper, clock);
        configuration = node.watchConfiguration(this::reload);
        reload();
        registrations = new Registrations(context);
        registrations.add(RecordConsumer.class, feed); // records before this would find no alert
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addChannel(AlertChannel channel, Map<String, Object> properties) {
        channels.add(channel, properties);
    }

    void updatedChannel(AlertChannel channel) {
        channels.update(channel);
    }

    void removeChannel(AlertChannel channel) {
        channels.remove(channel);
    }

    /** One at a time: a later change must not be overtaken by an earlier one. */
    private synchronized void reload() {
        try {
            board.use(store.load().savedSearches());
        } catch (StoreException e) {
            LOG.warn("alerts keep using the previous saved searches: {}", e.getMessage());
        }
    }

    @Override
    public List<AlertStatus> list() {
        return board.list();
    }

    @Override
    public List<AlertChannelAbout> channels() {
        return channels.list();
    }

    @Override
    public boolean acknowledge(String name) {
        return board.acknowledge(name);
    }

    @Override
    public boolean test(String name) {
        return board.test(name);
    }

    @Deactivate
    public void stop() {
        registrations.close();
        configuration.close();
        board.close();
        messenger.close();
        keeper.close();
    }
}
