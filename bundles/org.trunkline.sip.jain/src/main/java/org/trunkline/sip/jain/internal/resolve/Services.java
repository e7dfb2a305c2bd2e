package org.trunkline.sip.jain.internal.resolve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.trunkline.domain.config.Transport;

/** Which services a name offers, and over which transports (RFC 3263 §4.1, §4.2). <b>Threads:</b> any; blocks. */
public final class Services {
    private static final Map<String, Transport> BY_NAPTR =
            Map.of("SIP+D2U", Transport.UDP, "SIP+D2T", Transport.TCP, "SIPS+D2T", Transport.TLS);

    /**
     * Services of one preference: those of the next are for when none of these answers.
     *
     * @param lifetime of the records that led there; empty where none did, or it is not known
     */
    record Group(Transport transport, List<NameService.Service> services, Optional<Duration> lifetime) {
        /** The same, for not longer than that. */
        Group within(Optional<Duration> other) {
            return new Group(transport, services, Stream.of(lifetime, other).flatMap(Optional::stream).min(Comparator.naturalOrder()));
        }
    }

    private final NameService names;
    private final Supplier<Set<Transport>> spoken;

    /** @param spoken by this node */
    Services(NameService names, Supplier<Set<Transport>> spoken) {
        this.names = names;
        this.spoken = spoken;
    }

    /** The best first; never empty. */
    List<Group> of(Targets.Name name) {
        if (name.port() != 0)
            return List.of(alone(name, name.port()));
        var groups = name.any() && name.transport() != Transport.TLS ? any(name) : group(query(name.transport(), name), name.transport()).stream().toList();
        return groups.isEmpty() ? List.of(alone(name, standard(name.transport()))) : groups;
    }

    private static Group alone(Targets.Name name, int port) {
        return new Group(name.transport(), List.of(new NameService.Service(0, 0, port, name.host())), Optional.empty());
    }

    private Optional<Group> group(String query, Transport transport) {
        var services = names.services(query);
        return services.records().isEmpty() ? Optional.empty()
                : Optional.of(new Group(transport, services.records(), services.lifetime()));
    }

    /** By NAPTR; where there is none, the services of each transport are asked for. */
    private List<Group> any(Targets.Name name) {
        var answer = names.ways(name.host());
        var ways = answer.records().stream().filter(way -> usable(way, name))
                .sorted(Comparator.comparingInt(NameService.Way::order).thenComparingInt(NameService.Way::preference)).toList();
        var groups = new ArrayList<Group>();
        for (var way : ways)
            if (way.order() == ways.getFirst().order()) // RFC 3403 §4.1: no other order after a match
                group(way.target(), transport(way)).map(group -> group.within(answer.lifetime())).ifPresent(groups::add);
        if (!groups.isEmpty())
            return groups;
        group(query(name.transport(), name), name.transport()).ifPresent(groups::add);
        for (var transport : Transport.OF_TRUNKS)
            if (groups.isEmpty() && spoken.get().contains(transport))
                group(query(transport, name), transport).ifPresent(groups::add);
        return groups;
    }

    /** TLS only under the domain asked for: its certificate is looked for there (RFC 3263 §4.1). */
    private boolean usable(NameService.Way way, Targets.Name name) {
        var transport = BY_NAPTR.get(way.service().toUpperCase(Locale.ROOT));
        return way.flags().equalsIgnoreCase("s") && transport != null && spoken.get().contains(transport)
                && (transport != Transport.TLS || under(way.target(), name.host()));
    }

    private static boolean under(String target, String domain) {
        return ('.' + target.toLowerCase(Locale.ROOT)).endsWith('.' + domain.toLowerCase(Locale.ROOT));
    }

    private static Transport transport(NameService.Way way) {
        return BY_NAPTR.get(way.service().toUpperCase(Locale.ROOT));
    }

    private static String query(Transport transport, Targets.Name name) {
        return switch (transport) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
            case WS, WSS -> throw new IllegalArgumentException("WebSockets are opened by phones");
        } + name.host();
    }

    public static int standard(Transport transport) {
        return transport == Transport.TLS ? 5061 : 5060;
    }
}
