package org.trunkline.node.internal.analysis;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.AttributeNames;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.spi.record.AttributeField;
import org.trunkline.spi.record.RecordAttributes;

/**
 * The extensions that add fields to records, by descending ranking: ours, which are asked on the thread that ended the call,
 * and those of plug-ins. One that comes is asked for its fields on a thread of its own; until it has answered, records do
 * without them. One whose fields have names that are taken is refused, and an alarm says why. <b>Threads:</b> any; a call
 * reads one volatile list.
 */
@Component(service = AttributeSources.class)
public final class AttributeSources {
    private static final Logger LOG = LoggerFactory.getLogger(AttributeSources.class);
    private static final String PLUGIN = "trunkline.plugin";
    private static final int TRIES = 5;

    /** An extension as it was offered once: each is another. */
    private static final class Offer {
        private final RecordAttributes attributes;
        private final String name;
        private final int ranking;
        private final boolean plugin;

        Offer(RecordAttributes attributes, Map<String, Object> properties) {
            this.attributes = attributes;
            ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
            plugin = properties.get(PLUGIN) instanceof String;
            name = properties.get(PLUGIN) instanceof String id ? id : Finding.HOUSE;
        }
    }

    private final Executor threads;
    private final Duration pause;
    /** What is offered now; an answer to an offer that was replaced meanwhile counts for nothing. */
    private final Map<RecordAttributes, Offer> offers = new IdentityHashMap<>();
    private final Map<String, PartFailure> refused = new HashMap<>();
    private volatile List<AttributeSource> ours = List.of();
    private volatile List<AttributeSource> plugins = List.of();
    private Consumer<List<AttributeAbout>> listener = _ -> {};

    @Activate
    public AttributeSources() {
        this(task -> Thread.ofVirtual().name("record-fields").start(task), Duration.ofSeconds(1));
    }

    /** @param threads a thread for each task @param pause between two questions to an extension that does not answer */
    AttributeSources(Executor threads, Duration pause) {
        this.threads = threads;
        this.pause = pause;
    }

    List<AttributeSource> ours() {
        return ours;
    }

    List<AttributeSource> plugins() {
        return plugins;
    }

    /** Fields of extensions that are there now. */
    public List<AttributeAbout> declared() {
        var all = new ArrayList<AttributeAbout>();
        ours.forEach(source -> all.addAll(source.fields()));
        plugins.forEach(source -> all.addAll(source.fields()));
        return all;
    }

    /** Told of the fields that there are: now, and whenever they change. */
    public synchronized void listen(Consumer<List<AttributeAbout>> to) {
        listener = to;
        to.accept(declared());
    }

    /** Plug-ins whose fields are refused. */
    public synchronized List<PartFailure> refused() {
        return List.copyOf(refused.values());
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addAttributes(RecordAttributes attributes, Map<String, Object> properties) {
        var offer = new Offer(attributes, properties);
        synchronized (this) {
            offers.put(attributes, offer);
        }
        threads.execute(() -> declare(offer));
    }

    /** Of another version perhaps, with other fields. */
    void updatedAttributes(RecordAttributes attributes, Map<String, Object> properties) {
        addAttributes(attributes, properties);
    }

    synchronized void removeAttributes(RecordAttributes attributes) {
        Optional.ofNullable(offers.remove(attributes)).ifPresent(offer -> refused.remove(offer.name));
        ours = without(ours, attributes);
        plugins = without(plugins, attributes);
        listener.accept(declared());
    }

    private void declare(Offer offer) {
        for (int i = 1; i <= TRIES; i++)
            try {
                var fields = offer.attributes.fields().stream().map(it -> about(it, offer.name)).toList();
                declared(new AttributeSource(offer.attributes, offer.name, offer.ranking, fields), offer);
                return;
            } catch (RuntimeException | LinkageError e) { // an extension may break any promise
                LOG.debug("{} failed to list its record fields: {}", offer.name, e.toString());
                LockSupport.parkNanos(pause.toNanos());
            }
        LOG.warn("{} failed to list the fields that it adds to records; records are stored without them", offer.name);
    }

    private static AttributeAbout about(AttributeField field, String name) {
        var label = new HashMap<>(field.label().others());
        label.put("en", field.label().en());
        label.replaceAll((_, text) -> OneLine.of(text));
        return new AttributeAbout(field.name(), Attribute.Type.valueOf(field.type().name()), label, field.facet(), name);
    }

    private synchronized void declared(AttributeSource source, Offer offer) {
        if (offers.get(source.attributes()) != offer)
            return; // gone meanwhile, or of another version
        ours = without(ours, source.attributes());
        plugins = without(plugins, source.attributes());
        refused.remove(source.name());
        var refusal = AttributeNames.refusal(source.fields().stream().map(AttributeAbout::name).toList(), source.name(), declared());
        if (refusal.isPresent()) {
            LOG.warn("The record fields of {} are refused: {}", source.name(), refusal.get().message());
            refused.put(source.name(), new PartFailure("record-fields-refused", source.name(),
                    List.of(source.name(), refusal.get().message()), "The record fields of the plug-in " + source.name()
                            + " are refused. " + refusal.get().message() + ". Update or remove the plug-in.", refusal.get()));
        } else if (offer.plugin) {
            plugins = with(plugins, source);
        } else {
            ours = with(ours, source);
        }
        listener.accept(declared());
    }

    private static List<AttributeSource> with(List<AttributeSource> list, AttributeSource more) {
        var all = new ArrayList<>(list);
        all.add(more);
        all.sort(Comparator.comparingInt(AttributeSource::ranking).reversed()); // stable: the older first
        return List.copyOf(all);
    }

    private static List<AttributeSource> without(List<AttributeSource> list, RecordAttributes attributes) {
        return list.stream().filter(each -> each.attributes() != attributes).toList();
    }
}
