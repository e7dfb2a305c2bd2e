package org.trunkline.node.internal.analysis;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.spi.quality.CodecProfile;

/**
 * The figures of all codec profiles there are, in one table; a profile with a higher ranking overrides those below it. A
 * profile is read once when it comes or has a new version, on a thread of its own; until it has answered, and where it
 * fails, the others hold. <b>Threads:</b> any; {@link #all} reads one volatile map.
 */
@Component(service = CodecTable.class)
public final class CodecProfiles implements CodecTable {
    private static final Logger LOG = LoggerFactory.getLogger(CodecProfiles.class);
    private static final String PLUGIN = "trunkline.plugin";
    private static final String NAME = "trunkline.name";
    private static final int MOST = 100;
    private static final Pattern ENCODING = Pattern.compile("[A-Z0-9][A-Z0-9._+-]{0,39}");
    private static final Duration LONGEST_CODING = Duration.ofSeconds(1);

    private record Profile(CodecProfile it, String name, int ranking, Map<String, CodecImpairment> figures) {}

    private final Executor threads;
    /** By ascending ranking. */
    private List<Profile> profiles = List.of();
    private volatile Map<String, CodecImpairment> table = CodecImpairment.standard();

    @Activate
    public CodecProfiles() {
        this(task -> Thread.ofVirtual().name("codec-profile").start(task));
    }

    /** @param threads a thread for each task */
    CodecProfiles(Executor threads) {
        this.threads = threads;
    }

    @Override
    public Map<String, CodecImpairment> all() {
        return table;
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addProfile(CodecProfile profile, Map<String, Object> properties) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        String name = properties.getOrDefault(PLUGIN, properties.getOrDefault(NAME, "node")).toString();
        var kept = new Profile(profile, name, ranking, Map.of());
        keep(kept);
        threads.execute(() -> read(kept));
    }

    void updatedProfile(CodecProfile profile, Map<String, Object> properties) {
        addProfile(profile, properties);
    }

    synchronized void removeProfile(CodecProfile profile) {
        profiles = profiles.stream().filter(each -> each.it() != profile).toList();
        merge();
    }

    private void read(Profile kept) {
        try {
            var figures = checked(kept.it().profiles(), kept.name());
            answered(kept, figures);
            LOG.info("{} gives figures of {} codecs", kept.name(), figures.size());
        } catch (RuntimeException | LinkageError e) { // an extension may break any promise
            LOG.warn("The codec figures of {} cannot be used, so streams are rated without them: {}", kept.name(), e.getMessage());
        }
    }

    private synchronized void keep(Profile profile) {
        var others = new ArrayList<>(profiles.stream().filter(each -> each.it() != profile.it()).toList());
        others.add(profile);
        others.sort(Comparator.comparingInt(Profile::ranking));
        profiles = List.copyOf(others);
        merge();
    }

    /** Figures of a profile that has gone or was updated meanwhile are dropped. */
    private synchronized void answered(Profile kept, Map<String, CodecImpairment> figures) {
        profiles = profiles.stream()
                .map(each -> each == kept ? new Profile(kept.it(), kept.name(), kept.ranking(), figures) : each)
                .toList();
        merge();
    }

    private void merge() {
        var merged = new HashMap<>(CodecImpairment.standard());
        profiles.forEach(profile -> merged.putAll(profile.figures()));
        table = Map.copyOf(merged);
    }

    private static Map<String, CodecImpairment> checked(Map<String, CodecImpairment> said, String name) {
        if (said.size() > MOST)
            throw new IllegalArgumentException(said.size() + " codecs, at most " + MOST + " are allowed");
        var good = new HashMap<String, CodecImpairment>();
        said.forEach((encoding, figures) -> {
            if (usable(encoding, figures))
                good.put(encoding, figures);
            else
                LOG.warn("{} gives figures of the codec {} that cannot be used: the name must be upper case, ie 0 to 95, "
                        + "bpl above 0, coding up to 1 s", name, encoding);
        });
        return good;
    }

    private static boolean usable(String encoding, CodecImpairment figures) {
        return encoding != null && figures != null && ENCODING.matcher(encoding).matches() && figures.ie() >= 0
                && figures.ie() < 95 && figures.bpl() > 0 && Double.isFinite(figures.bpl())
                && figures.coding().compareTo(LONGEST_CODING) <= 0;
    }
}
