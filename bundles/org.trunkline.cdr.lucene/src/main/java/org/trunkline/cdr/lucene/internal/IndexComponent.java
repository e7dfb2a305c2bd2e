package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.trunkline.api.cdr.AttributeFields;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.cdr.lucene.internal.index.CdrIndex.RefusedException;
import org.trunkline.cdr.lucene.internal.index.Indexer;
import org.trunkline.cdr.lucene.internal.search.LuceneCdrSearch;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.component.BoundServices;
import org.trunkline.engine.component.Registrations;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.spi.record.RecordConsumer;

/** Opens the index and offers search over it, or the reason why it cannot be opened. */
@Component(service = {}, immediate = true, configurationPid = "org.trunkline.cdr.lucene",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class IndexComponent {

    /** PID {@code org.trunkline.cdr.lucene}. */
    public @interface Config {
        /** Folder of all that the node keeps. */
        String dataDir();
    }

    /** So many records take a while to be read into memory. */
    private static final long MANY = 500_000;
    private static final long SETTLE_MS = 2_000;

    /** One, once the node is there. */
    private final BoundServices<AttributeFields> fields = new BoundServices<>();

    private final Registrations registrations;
    private Optional<Indexer> indexer = Optional.empty();
    private Optional<LuceneCdrSearch> search = Optional.empty();
    private Optional<FirstQuestions> first = Optional.empty();

    @Activate
    public IndexComponent(BundleContext context, @Reference RecordLog log, Config config) {
        registrations = new Registrations(context);
        try {
            var opened = new Indexer(Path.of(config.dataDir(), "index"), log, InstantSource.system(), Indexer.Pace.NORMAL,
                    () -> fields.all().stream().flatMap(it -> it.all().stream()).toList());
            indexer = Optional.of(opened);
            var found = new LuceneCdrSearch(opened, log, InstantSource.system(), ZoneId.systemDefault());
            search = Optional.of(found);
            first = Optional.of(new FirstQuestions(found, log.lastSequence() > MANY ? 0 : SETTLE_MS));
            registrations.add(CdrSearch.class, found);
            registrations.add(List.of(RecordConsumer.class, RecordStage.class), opened);
        } catch (RefusedException e) {
            fail(e.code(), config.dataDir(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail("data-folder-unwritable", config.dataDir(), "The index in %s cannot be opened: %s."
                    .formatted(config.dataDir(), e));
        }
    }

    private void fail(String code, String dataDir, String message) {
        registrations.add(PartFailure.class, new PartFailure(code, dataDir, List.of(dataDir, message), message));
    }

    @Reference(service = AttributeFields.class, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void addFields(ServiceReference<AttributeFields> reference, AttributeFields service) {
        fields.add(reference, service);
    }

    void removeFields(ServiceReference<AttributeFields> reference) {
        fields.remove(reference);
    }

    @Deactivate
    public void close() {
        registrations.close();
        first.ifPresent(FirstQuestions::close);
        search.ifPresent(LuceneCdrSearch::close);
        indexer.ifPresent(Indexer::close);
    }
}
