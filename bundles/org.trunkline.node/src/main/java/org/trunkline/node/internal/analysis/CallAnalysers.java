package org.trunkline.node.internal.analysis;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.spi.quality.CallAnalyser;

/**
 * The call analysers there are now, by descending ranking: ours, which are asked on the thread that ended the call, and
 * those of plug-ins. <b>Threads:</b> any; a call reads one volatile list.
 */
@Component(service = CallAnalysers.class)
public final class CallAnalysers {
    private static final String PLUGIN = "trunkline.plugin";

    /** By plug-in, over its updates. */
    private final Map<String, KnownCodes> codes = new HashMap<>();
    private volatile List<FindingSource> ours = List.of();
    private volatile List<FindingSource> plugins = List.of();

    List<FindingSource> ours() {
        return ours;
    }

    List<FindingSource> plugins() {
        return plugins;
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    synchronized void addAnalyser(CallAnalyser analyser, Map<String, Object> properties) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        if (properties.get(PLUGIN) instanceof String plugin)
            plugins = with(plugins, source(analyser, plugin, ranking));
        else
            ours = with(ours, source(analyser, Finding.HOUSE, ranking));
    }

    synchronized void updatedAnalyser(CallAnalyser analyser, Map<String, Object> properties) {
        addAnalyser(analyser, properties);
    }

    synchronized void removeAnalyser(CallAnalyser analyser) {
        ours = without(ours, analyser);
        plugins = without(plugins, analyser);
    }

    private FindingSource source(CallAnalyser analyser, String name, int ranking) {
        return new FindingSource(analyser, name, ranking, codes.computeIfAbsent(name, KnownCodes::new));
    }

    private static List<FindingSource> with(List<FindingSource> list, FindingSource more) {
        var all = new ArrayList<>(without(list, more.analyser()));
        all.add(more);
        all.sort(Comparator.comparingInt(FindingSource::ranking).reversed()); // stable: the older first
        return List.copyOf(all);
    }

    private static List<FindingSource> without(List<FindingSource> list, CallAnalyser analyser) {
        return list.stream().filter(each -> each.analyser() != analyser).toList();
    }
}
