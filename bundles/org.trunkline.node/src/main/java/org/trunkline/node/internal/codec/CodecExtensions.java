package org.trunkline.node.internal.codec;

import static java.util.Locale.ROOT;
import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.media.PluginCodec;
import org.trunkline.engine.port.media.PluginCodecs;
import org.trunkline.spi.audio.AudioCodec;

/**
 * The audio codecs of plug-ins. What a codec is, is read once when it comes or has a new version, on a thread of its own; until it has
 * answered, and where it fails again and again, it is not there. Of two with one name the one with the higher ranking is used.
 * <b>Threads:</b> any.
 */
@Component(service = PluginCodecs.class)
public final class CodecExtensions implements PluginCodecs {
    private static final Logger LOG = LoggerFactory.getLogger(CodecExtensions.class);
    private static final String PLUGIN = "trunkline.plugin";
    private static final int MOST = 20;
    /** Before it is asked once more: a busy machine makes the first answer late. */
    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5),
            Duration.ofSeconds(20));

    /** @param generation of the version that is asked what it is */
    private record Known(AudioCodec it, int ranking, long generation, Optional<GuardedCodec> usable) {}

    /** Where tasks are run after a time. */
    private final Function<Duration, Executor> after;
    private final AtomicLong ids = new AtomicLong();
    private long generations;
    /** By descending ranking. */
    private List<Known> known = List.of();
    private volatile List<PluginCodec> usable = List.of();

    @Activate
    public CodecExtensions() {
        this(time -> CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS,
                task -> Thread.ofVirtual().name("codec-format").start(task)));
    }

    /** @param after that time a thread for each task */
    CodecExtensions(Function<Duration, Executor> after) {
        this.after = after;
    }

    @Override
    public List<PluginCodec> all() {
        return usable;
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addCodec(AudioCodec codec, Map<String, Object> properties) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        String name = properties.getOrDefault(PLUGIN, "node").toString();
        long generation = keep(codec, ranking);
        readAfter(Duration.ZERO, PAUSES, codec, generation, name);
    }

    void updatedCodec(AudioCodec codec, Map<String, Object> properties) {
        addCodec(codec, properties);
    }

    synchronized void removeCodec(AudioCodec codec) {
        known = known.stream().filter(each -> each.it() != codec).toList();
        choose();
    }

    private void readAfter(Duration time, List<Duration> further, AudioCodec codec, long generation, String name) {
        after.apply(time).execute(() -> {
            if (!read(codec, generation, name) && !further.isEmpty())
                readAfter(further.getFirst(), further.subList(1, further.size()), codec, generation, name);
        });
    }

    /** @return whether there is an answer, or nobody to ask any more */
    private boolean read(AudioCodec codec, long generation, String name) {
        if (!isThere(codec, generation))
            return true;
        try {
            var format = codec.format();
            var problem = CodecFormats.problem(format);
            if (problem.isPresent()) {
                LOG.warn("The audio codec {} of {} cannot be used: {}", format.name(), name, problem.get());
                answered(codec, generation, Optional.empty());
                return true;
            }
            var guarded = new GuardedCodec(codec, format, ids);
            guarded.rehearse();
            answered(codec, generation, Optional.of(guarded));
            LOG.info("{} converts the audio codec {}", name, format.name());
            return true;
        } catch (RuntimeException | LinkageError e) { // an extension may break any promise
            LOG.warn("The audio codec of {} cannot be used: {}", name, e.getMessage());
            answered(codec, generation, Optional.empty());
            return false;
        }
    }

    private synchronized boolean isThere(AudioCodec codec, long generation) {
        return known.stream().anyMatch(each -> each.it() == codec && each.generation() == generation);
    }

    /** What was usable stays so until the new version has answered. @return of this version */
    private synchronized long keep(AudioCodec codec, int ranking) {
        var usableSoFar = known.stream().filter(each -> each.it() == codec).findFirst().flatMap(Known::usable);
        var others = new ArrayList<>(known.stream().filter(each -> each.it() != codec).toList());
        others.add(new Known(codec, ranking, ++generations, usableSoFar));
        others.sort(Comparator.comparingInt(Known::ranking).reversed());
        known = List.copyOf(others);
        choose();
        return generations;
    }

    /**
     * A codec that has gone meanwhile is dropped; one that is what it was keeps its streams.
     *
     * @param now empty for one that cannot be used
     */
    private synchronized void answered(AudioCodec codec, long generation, Optional<GuardedCodec> now) {
        known = known.stream().map(each -> each.it() != codec || each.generation() != generation || isSame(each.usable(), now) ? each
                : new Known(codec, each.ranking(), generation, now)).toList();
        choose();
    }

    private static boolean isSame(Optional<GuardedCodec> was, Optional<GuardedCodec> now) {
        return was.isPresent() && now.isPresent() && was.get().format().equals(now.get().format());
    }

    private void choose() {
        var names = new HashSet<String>();
        usable = known.stream().flatMap(each -> each.usable().stream()).filter(codec -> names.add(codec.format().name().toUpperCase(ROOT)))
                .limit(MOST).map(PluginCodec.class::cast).toList();
    }
}
