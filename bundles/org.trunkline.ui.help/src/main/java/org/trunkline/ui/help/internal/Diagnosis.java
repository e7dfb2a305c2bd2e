package org.trunkline.ui.help.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.ui.NodeState;

/**
 * What a support request needs, as text: versions, states and counts. No secrets and no personal data: no names of trunks or
 * hosts, no numbers, no addresses, no paths, and alarms by their code alone.
 */
final class Diagnosis {
    private static final List<String> PROPERTIES = List.of("os.name", "os.version", "os.arch", "java.version", "java.vendor",
            "java.vm.name", "osgi.ws", "file.encoding", "user.language", "user.country");
    private static final int MIB = 1024 * 1024;

    private Diagnosis() {}

    static String of(NodeState state, Bundle[] bundles, Map<String, String> system, Instant now) {
        var text = new StringBuilder("Trunkline diagnosis, " + now + "\n\n");
        PROPERTIES.forEach(name -> line(text, name, system.getOrDefault(name, "")));
        line(text, "memory", Runtime.getRuntime().totalMemory() / MIB + " of " + Runtime.getRuntime().maxMemory() / MIB + " MiB");
        line(text, "processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        text.append('\n');
        line(text, "node", state.kind().name().toLowerCase(Locale.ROOT) + ", " + state.reach().name().toLowerCase(Locale.ROOT) + " since " + state.since());
        state.status().ifPresent(status -> status(text, status, now));
        state.alarms().forEach(alarm -> line(text, "alarm", alarm.code() + ", " + alarm.severity().name().toLowerCase(Locale.ROOT) + ", since "
                + alarm.since()));
        text.append('\n');
        bundles(text, bundles);
        return text.toString();
    }

    private static void status(StringBuilder text, NodeStatus status, Instant now) {
        line(text, "version", status.version() + ", up for " + Duration.between(status.startedAt(), now).toMinutes() + " min");
        line(text, "calls", status.callsNow() + " now, " + status.callsTotal() + " since the start");
        line(text, "registrations", Integer.toString(status.registrations()));
        line(text, "records", status.recordsWritten() + " written, " + status.recordsBehind() + " not yet searchable");
        line(text, "disk", status.diskFreeBytes() / MIB + " of " + status.diskTotalBytes() / MIB + " MiB free");
        line(text, "heap", status.heapUsedBytes() / MIB + " of " + status.heapMaxBytes() / MIB + " MiB used");
        line(text, "media ports", status.mediaPortsUsed() + " of " + status.mediaPortsTotal());
        line(text, "listeners", status.listeners().stream().map(each -> each.split(" ")[0]).sorted().collect(Collectors.joining(" ")));
        line(text, "trunks", status.trunks().stream().collect(Collectors.groupingBy(trunk -> trunk.state().name().toLowerCase(Locale.ROOT),
                TreeMap::new, Collectors.counting())).toString());
        line(text, "certificate", status.certificate().isPresent() ? "there" : "none");
    }

    private static void bundles(StringBuilder text, Bundle[] bundles) {
        for (var bundle : bundles) {
            boolean fragment = bundle.adapt(BundleRevision.class) != null
                    && (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
            boolean ours = bundle.getSymbolicName().startsWith("org.trunkline.");
            boolean asleep = bundle.getState() == Bundle.INSTALLED;
            if (ours || asleep && !fragment)
                line(text, bundle.getSymbolicName(), bundle.getHeaders("").get(Constants.BUNDLE_VERSION) + ", " + stateOf(bundle));
        }
    }

    private static String stateOf(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.INSTALLED -> "not resolved";
            default -> "stopping";
        };
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
    }
}
