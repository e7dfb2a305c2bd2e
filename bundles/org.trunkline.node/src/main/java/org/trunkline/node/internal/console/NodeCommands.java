package org.trunkline.node.internal.console;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.engine.port.Calls;

/** What an administrator types at the console: {@code trunkline:calls}. */
@Component(service = NodeCommands.class, property = {"osgi.command.scope=trunkline", "osgi.command.function=calls",
        "osgi.command.function=hangup", "osgi.command.function=ladder", "osgi.command.function=trunks",
        "osgi.command.function=subscribers", "osgi.command.function=numbers", "osgi.command.function=routes",
        "osgi.command.function=cdrs", "osgi.command.function=status", "osgi.command.function=health",
        "osgi.command.function=drain", "osgi.command.function=resume", "osgi.command.function=blocked",
        "osgi.command.function=unblock"})
public final class NodeCommands {
    private static final int MOST = 1000;
    private static final int ROWS = 50;

    private final Node node;
    private final Calls engine;

    @Activate
    public NodeCommands(@Reference Node node, @Reference Calls engine) {
        this.node = node;
        this.engine = engine;
    }

    /** Calls in progress. */
    public String calls() throws NodeUnavailableException {
        return table(node.calls().list().stream().map(NodeCommands::line), "no calls");
    }

    private static String line(LiveCall call) {
        long seconds = Duration.between(call.answeredAt().orElse(call.startedAt()), Instant.now()).toSeconds();
        return "%s  %-8s  %-11s  %s -> %s  %s  %d s".formatted(call.id(), call.direction(), call.state(),
                call.from().normalised(), call.to().normalised(), call.trunk().orElse("-"), seconds);
    }

    /** Ends a call. */
    public String hangup(String id) throws NodeUnavailableException {
        var call = id(id);
        if (call.isEmpty())
            return notAnId(id);
        return node.calls().hangUp(call.get()) ? "hung up " + id : "there is no call " + id;
    }

    /** The SIP messages of a finished call. */
    public String ladder(String id) throws NodeUnavailableException {
        var call = id(id);
        if (call.isEmpty())
            return notAnId(id);
        return node.cdrs().ladder(call.get())
                .map(l -> table(l.entries().stream().map(NodeCommands::line), "no messages"))
                .orElse("there is no ladder of call " + id);
    }

    private static String line(LadderEntry entry) {
        return "%s  leg %d  %s %-22s  %s%s".formatted(entry.at(), entry.leg(), entry.sent() ? "->" : "<-",
                entry.remoteAddress(), entry.label(), entry.retransmissions() == 0 ? "" : " (+" + entry.retransmissions() + ")");
    }

    private static Optional<CallId> id(String text) {
        try {
            return Optional.of(new CallId(text.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) { // what the administrator typed
            return Optional.empty();
        }
    }

    private static String notAnId(String text) {
        return "\"" + text + "\" is not a call id: 20 digits and letters, as in trunkline:calls and trunkline:cdrs";
    }

    /** Trunks with state and load. */
    public String trunks() throws NodeUnavailableException {
        return table(node.status().trunks().stream().map(NodeCommands::line), "no trunks");
    }

    private static String line(TrunkStatus t) {
        return "%-20s  %-8s  %d%s calls  %.0f%s/s  %s%s".formatted(t.name(), t.state(), t.calls(), of(t.maxCalls()),
                t.callsPerSecond(), of(t.maxCallsPerSecond()),
                t.registered().map(r -> r ? "registered" : "not registered").orElse(""),
                t.detail().isEmpty() ? "" : "  " + t.detail().message());
    }

    private static String of(long limit) {
        return limit == 0 ? "" : " of " + limit;
    }

    /** Subscribers, and where they are registered. */
    public String subscribers() throws NodeUnavailableException {
        var registrations = node.registrations();
        return table(node.subscribers().list(Optional.empty(), MOST).items().stream().map(s -> "%-20s  %-8s  %s  %s"
                .formatted(s.username(), s.enabled() ? "enabled" : "disabled", s.displayName(), registrations.stream()
                        .filter(r -> r.username().equals(s.username())).map(r -> r.transport() + " " + r.source())
                        .collect(Collectors.joining(", ")))), "no subscribers");
    }

    public String numbers() throws NodeUnavailableException {
        return table(node.numbers().list(Optional.empty(), MOST).items().stream()
                .map(n -> n.number() + " -> " + n.subscriber()), "no numbers");
    }

    public String routes() throws NodeUnavailableException {
        return table(node.routes().list(Optional.empty(), MOST).items().stream()
                .map(r -> (r.prefix().isEmpty() ? "(all)" : r.prefix()) + " -> " + String.join(", ", r.trunks())), "no routes");
    }

    /** The newest records. */
    public String cdrs() throws NodeUnavailableException {
        return cdrs("");
    }

    /** Records that a query finds: {@code trunkline:cdrs "cause:busy"}. */
    public String cdrs(String query) throws NodeUnavailableException {
        try {
            var page = node.cdrs().rows(new CdrQuery(query, Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 0,
                    ROWS);
            return table(page.items().stream().map(NodeCommands::line), "no records")
                    + (page.total() > ROWS ? "\n" + page.total() + " in all" : "");
        } catch (QueryException e) {
            return e.getMessage() + e.suggestion().map(s -> "; perhaps " + s).orElse("");
        }
    }

    private static String line(CdrRow row) {
        return "%s  %s  %-8s  %s -> %s  %s  %d s  %d %s".formatted(row.id(), row.startedAt(), row.direction(), row.from(),
                row.to(), row.trunk().orElse("-"), row.duration().toSeconds(), row.sipStatus(), row.cause().code());
    }

    public String status() throws NodeUnavailableException {
        NodeStatus s = node.status();
        return table(Stream.concat(Stream.of("version        " + s.version(), "up since       " + s.startedAt().truncatedTo(ChronoUnit.SECONDS),
                "listens        " + String.join(", ", s.listeners()) + (s.draining() ? ", draining" : ""),
                "calls          " + s.callsNow() + " now, " + s.callsTotal() + " in all, "
                        + String.format(Locale.ROOT, "%.1f/s", s.callsPerSecond())
                        + s.asr().map(a -> String.format(Locale.ROOT, ", ASR %.0f %%", a * 100)).orElse(""),
                "registrations  " + s.registrations(),
                "transfers      " + (s.passesTransfers() ? "passed on if the other side supports REFER" : "performed by the node"),
                "records        " + s.recordsWritten() + " written, " + s.recordsBehind() + " not in the index yet",
                "media ports    " + s.mediaPortsUsed() + " of " + s.mediaPortsTotal(),
                "tables         " + s.border().tables().stream().map(t -> t.name() + " " + t.used() + of(t.limit()))
                        .collect(Collectors.joining(", ")),
                "refused        " + s.border().refused().stream().map(r -> r.reason() + " " + r.count())
                        .collect(Collectors.joining(", ")) + "; blocked sources " + s.border().blocked()),
                s.alarms().stream().map(a -> a.severity() + "  " + a.message())), "");
    }

    /** {@code ok}, or what is wrong. */
    public String health() throws NodeUnavailableException {
        return table(node.status().alarms().stream().map(a -> a.severity() + "  " + a.message()), "ok");
    }

    /** Takes no new calls from now on. */
    public String drain() throws NodeUnavailableException {
        node.drain(false);
        return "draining: " + engine.count() + " calls left";
    }

    /** {@code trunkline:drain stop}: and ends the node after the last call. */
    public String drain(String then) throws NodeUnavailableException {
        if (!then.equals("stop"))
            return "trunkline:drain, or trunkline:drain stop";
        node.drain(true);
        return "draining: " + engine.count() + " calls left, then the node stops";
    }

    /** Takes new calls again. */
    public String resume() throws NodeUnavailableException {
        node.resume();
        return "takes new calls";
    }

    /** Sources whose messages are dropped. */
    public String blocked() throws NodeUnavailableException {
        return table(node.blockedSources().stream().map(b -> "%-40s  %-8s  since %s  until %s  %d dropped".formatted(
                b.source(), b.reason(), b.since().truncatedTo(ChronoUnit.SECONDS),
                b.until().truncatedTo(ChronoUnit.SECONDS), b.count())), "no sources are blocked");
    }

    public String unblock(String source) throws NodeUnavailableException {
        return node.unblock(source) ? "unblocked " + source : source + " is not blocked";
    }

    private static String table(Stream<String> lines, String none) {
        List<String> all = lines.toList();
        return all.isEmpty() ? none : String.join("\n", all);
    }
}
