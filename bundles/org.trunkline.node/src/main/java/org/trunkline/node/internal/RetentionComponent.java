package org.trunkline.node.internal;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.time.InstantSource;
import java.time.ZoneId;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.AttributeFields;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.Retention;
import org.trunkline.engine.component.Registrations;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.RetentionConfig;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.WaitingMessages;
import org.trunkline.engine.port.record.RecordArchive;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordRetention;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.node.internal.config.PhoneNumberPlan;
import org.trunkline.node.internal.privacy.CaseKeys;
import org.trunkline.node.internal.privacy.PersonRecords;
import org.trunkline.node.internal.privacy.PseudonymKey;
import org.trunkline.node.internal.privacy.RetentionClock;
import org.trunkline.node.internal.privacy.RetentionService;

/** Keeps and deletes records as retention and legal holds say, once journal and store are there. */
@Component(service = {}, immediate = true)
public final class RetentionComponent {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionComponent.class);

    private final ConfigStore store;
    private final RetentionClock clock;
    private final Watch configuration;
    private final Watch changes;
    private Retention keep;
    private final Registrations registered;
    private RetentionConfig known = RetentionConfig.AS_STARTED;

    @Activate
    public RetentionComponent(BundleContext context, @Reference NodeHome home, @Reference Node node, @Reference ConfigStore store,
            @Reference RecordRetention care, @Reference RecordLog log, @Reference RecordArchive archive,
            @Reference AttributeFields fields, @Reference WaitingMessages messages) {
        this.store = store;
        registered = new Registrations(context);
        var settings = home.settings();
        var key = new PseudonymKey(settings.pseudonymKey(), settings.data());
        var keeper = new RetentionService(new RetentionService.Records(care, log, archive, ZoneId.systemDefault(), fields::all, messages), store, key,
                new PersonRecords(log, store, key, new PhoneNumberPlan(), () -> home.settings().region()),
                new CaseKeys(settings.data().resolve("case-keys"), log), () -> home.settings().keep(), InstantSource.system());
        load();
        clock = new RetentionClock(keeper::sweep, RetentionClock.PATIENCE);
        changes = home.live().watch(next -> keepAsSet(next.keep()));
        keep = settings.keep();
        configuration = node.watchConfiguration(this::reload);
        registered.add(RetentionService.class, keeper);
        registered.add(RecordStage.class, keeper);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setReady(NodeReady ready) {
        clock.ready();
    }

    void unsetReady(NodeReady ready) {
        // ready once is ready: a node that stops closes the clock
    }

    private synchronized boolean load() {
        try {
            var before = known;
            known = store.load().keeping();
            return !known.equals(before);
        } catch (StoreException e) {
            LOG.warn("the retention settings cannot be read: {}", e.getMessage());
            return false;
        }
    }

    private synchronized void keepAsSet(Retention next) {
        if (next.equals(keep))
            return;
        keep = next;
        clock.wake();
    }

    private void reload() {
        if (load())
            clock.wake();
    }

    @Deactivate
    public void stop() {
        registered.close();
        configuration.close();
        changes.close();
        clock.close();
    }
}
