package org.trunkline.api.plugin;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/**
 * An installed plug-in.
 *
 * @param about what its archive says
 * @param publisher whose signature the archive has; the name of the certificate's subject, empty for none
 * @param signed how the signature stands
 * @param state what it does now
 * @param reason why it does not run; nothing where it runs
 * @param since when it came into that state
 * @param host where it runs
 * @param previous version to go back to
 * @param settings by name, secrets left out
 * @param secretsSet names of secret settings that have a value
 * @param cost what it costs now
 * @param restarts how often its process was started again since it was enabled
 */
public record PluginStatus(PluginAbout about, String publisher, Signed signed, State state, LocalizableText reason, Instant since,
        Host host, Optional<String> previous, Map<String, String> settings, List<String> secretsSet, Cost cost,
        int restarts) {

    /** How the signature of an archive stands. */
    public enum Signed {
        /** By a publisher whom the administrator trusts. */
        TRUSTED,
        /** Soundly, by somebody whom the administrator does not trust yet. */
        UNKNOWN_PUBLISHER,
        /** Not at all: runs in developer mode only. */
        UNSIGNED
    }

    public enum State {
        STARTING, RUNNING,
        /** By the administrator. */
        DISABLED,
        /** Failed too often; {@link PluginStatus#reason} says how. */
        SUSPENDED,
        /** Cannot start; {@link PluginStatus#reason} says why. */
        FAILED
    }

    public enum Host {
        /** In the node's process, behind the guard. */
        INSIDE,
        /** In a process of its own. */
        PROCESS
    }

    /**
     * What a plug-in costs.
     *
     * @param cpuMillisPerSecond over the last ten seconds
     * @param heapBytes used; of a plug-in inside the node what its threads allocated in the last second
     * @param threads that it has now
     * @param interfaces of each extension, by name
     */
    public record Cost(double cpuMillisPerSecond, long heapBytes, int threads, List<InterfaceCost> interfaces) {
        public static final Cost NONE = new Cost(0, 0, 0, List.of());

        public Cost {
            interfaces = List.copyOf(interfaces);
        }
    }

    /**
     * Calls of one extension point since the plug-in started.
     *
     * @param name of the interface: {@code RoutingPolicy}
     * @param late answers that came after the budget
     * @param p99Millis of the last 1,000 calls
     */
    public record InterfaceCost(String name, long calls, long failed, long late, double p99Millis) {
        public InterfaceCost {
            requireNonNull(name);
        }
    }

    public PluginStatus {
        requireNonNull(about);
        requireNonNull(publisher);
        requireNonNull(signed);
        requireNonNull(state);
        requireNonNull(reason);
        requireNonNull(since);
        requireNonNull(host);
        requireNonNull(previous);
        settings = Map.copyOf(settings);
        secretsSet = List.copyOf(secretsSet);
        requireNonNull(cost);
    }

    public String id() {
        return about.id();
    }
}
