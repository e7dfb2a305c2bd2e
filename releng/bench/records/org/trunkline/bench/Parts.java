package org.trunkline.bench;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.cdr.journal.internal.JournalComponent;
import org.trunkline.cdr.journal.internal.follow.ConsumerOffsets;
import org.trunkline.cdr.journal.internal.follow.FollowerLimits;
import org.trunkline.cdr.journal.internal.follow.JournalFollower;
import org.trunkline.cdr.lucene.internal.IndexComponent;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.store.jdbc.internal.StoreComponent;

/** The node's parts that keep records, wired by hand: journal, index, and the store where asked for. */
final class Parts implements AutoCloseable {
    private final Path data;
    private final JournalComponent journal;
    private final JournalFollower follower;
    private final Services ofJournal = new Services();
    private Optional<IndexComponent> index = Optional.empty();
    private Optional<StoreComponent> store = Optional.empty();
    private Services ofIndex = new Services();
    private Services ofStore = new Services();

    /** What a part registers. */
    private static final class Services {
        private final Map<String, Object> byName = new HashMap<>();

        BundleContext context() {
            return proxy(BundleContext.class, (_, method, args) -> {
                if (!method.getName().equals("registerService"))
                    return null;
                for (String name : args[0] instanceof String[] names ? names
                        : new String[] { args[0] instanceof Class<?> type ? type.getName() : args[0].toString() })
                    byName.put(name, args[1]);
                return proxy(ServiceRegistration.class, (_, _, _) -> null);
            });
        }

        <T> T get(Class<T> type) {
            var found = byName.get(type.getName());
            if (found == null)
                throw new IllegalStateException("no " + type.getSimpleName() + ", but " + byName);
            return type.cast(found);
        }
    }

    Parts(Path data) throws IOException {
        this.data = Files.createDirectories(data);
        journal = new JournalComponent(ofJournal.context(), config(JournalComponent.Config.class));
        follower = new JournalFollower(log(), new ConsumerOffsets(data.resolve("journal-consumers")), InstantSource.system(),
                FollowerLimits.USUAL, _ -> () -> {});
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
    }

    private <T extends Annotation> T config(Class<T> type) {
        return config(type, "");
    }

    /** The defaults, and the data folder. @param url of the store */
    private <T extends Annotation> T config(Class<T> type, String url) {
        return proxy(type, (_, method, _) -> switch (method.getName()) {
            case "dataDir" -> data.toString();
            case "url" -> url;
            default -> method.getDefaultValue();
        });
    }

    void openIndex() {
        ofIndex = new Services();
        index = Optional.of(new IndexComponent(ofIndex.context(), log(), config(IndexComponent.Config.class)));
        follower.add(Optional.empty(), ofIndex.get(RecordConsumer.class));
    }

    void closeIndex() {
        if (index.isPresent())
            follower.remove(ofIndex.get(RecordConsumer.class));
        index.ifPresent(IndexComponent::close);
        index = Optional.empty();
    }

    /** @param url empty for H2 */
    void openStore(String url) {
        ofStore = new Services();
        store = Optional.of(new StoreComponent(ofStore.context(), config(StoreComponent.Config.class, url)));
        follower.add(Optional.empty(), ofStore.get(RecordConsumer.class));
    }

    ConfigStore settings() {
        return ofStore.get(ConfigStore.class);
    }

    CdrSink sink() {
        return ofJournal.get(CdrSink.class);
    }

    RecordLog log() {
        return ofJournal.get(RecordLog.class);
    }

    CdrSearch search() {
        return ofIndex.get(CdrSearch.class);
    }

    RecordStage journal() {
        return ofJournal.get(RecordStage.class);
    }

    /** Those that must have a record before it counts as taken in. */
    List<RecordStage> stages() {
        return store.isPresent() ? List.of(ofIndex.get(RecordStage.class), ofStore.get(RecordStage.class))
                : List.of(ofIndex.get(RecordStage.class));
    }

    @Override
    public void close() throws Exception {
        closeIndex();
        follower.close();
        if (store.isPresent())
            store.get().close();
        journal.close();
    }
}
