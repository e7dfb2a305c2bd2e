package org.trunkline.ui.calls.internal.nodes;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.trunkline.api.node.NodeStatus;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.NodeState.Kind;
import org.trunkline.ui.NodeState.Reach;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.table.Column;

/** What is shown of each node. Figures of a node that does not answer are its last ones, and not shown. */
final class NodeColumns {
    private final Texts texts;
    private final Formats formats;
    private final InstantSource clock;

    NodeColumns(Texts texts, Formats formats, InstantSource clock) {
        this.texts = texts;
        this.formats = formats;
        this.clock = clock;
    }

    List<Column<NodeState>> all() {
        return List.of(column("node", this::name).hover(NodeState::name).room("192.0.2.100:8060"),
                column("state", this::state).tone(NodeColumns::tone).hover(NodeState::problem).room(texts.get("state.none")),
                figure("calls", s -> formats.count(s.callsNow())).sortedBy(n -> now(n).map(NodeStatus::callsNow).orElse(-1))
                        .summed(n -> now(n).map(NodeStatus::callsNow).orElse(0), formats::count),
                figure("rate", s -> formats.decimal(s.callsPerSecond(), 1))
                        .sortedBy(n -> now(n).map(NodeStatus::callsPerSecond).orElse(-1.0)),
                figure("asr", s -> s.asr().map(formats::percent).orElse(Formats.NONE))
                        .sortedBy(n -> now(n).flatMap(NodeStatus::asr).orElse(-1.0)),
                column("alarms", n -> n.up() || !n.alarms().isEmpty() ? formats.count(n.alarms().size()) : Formats.NONE)
                        .tone(n -> n.alarms().isEmpty() ? Tone.PLAIN : Tone.BAD).sortedBy(n -> n.alarms().size()).alignedRight()
                        .summed(n -> n.alarms().size(), formats::count),
                figure("records", this::records).sortedBy(n -> now(n).map(NodeStatus::recordsBehind).orElse(-1L)),
                column("version", n -> version(n).replaceFirst("^(\\d+\\.\\d+\\.\\d+)\\..*", "$1")).hover(NodeColumns::version)
                        .sortedBy(NodeColumns::version),
                column("problem", NodeState::problem));
    }

    /** With the time of its build, which the column has no room for. */
    private static String version(NodeState node) {
        return node.status().map(NodeStatus::version).orElse(Formats.NONE);
    }

    String name(NodeState node) {
        return node.kind() == Kind.EMBEDDED ? texts.get("embedded") : node.name().replaceFirst("^https?://", "");
    }

    private String state(NodeState node) {
        String age = formats.age(Duration.between(node.since(), clock.instant()));
        return switch (node.reach()) {
            case STARTING -> texts.get(node.kind() == Kind.EMBEDDED ? "state.starting" : "state.connecting");
            case UP -> texts.get("state.up", now(node).map(s -> formats.age(Duration.between(s.startedAt(), clock.instant())))
                    .orElse(age));
            case LOST -> texts.get("state.lost", age);
            case NONE -> texts.get("state.none");
        };
    }

    private static Tone tone(NodeState node) {
        return switch (node.reach()) {
            case UP -> Tone.OK;
            case LOST -> Tone.BAD;
            case STARTING, NONE -> Tone.OFF;
        };
    }

    private String records(NodeStatus status) {
        return status.recordsOpen() ? formats.count(status.recordsBehind()) : texts.get("records.opening");
    }

    private static Optional<NodeStatus> now(NodeState node) {
        return node.reach() == Reach.UP ? node.status() : Optional.empty();
    }

    private Column<NodeState> figure(String id, Function<NodeStatus, String> text) {
        return column(id, n -> now(n).map(text).orElse(Formats.NONE)).alignedRight();
    }

    private Column<NodeState> column(String id, Function<NodeState, String> text) {
        return Column.of(id, texts.get("column." + id), texts.get("column." + id + ".tip"), text);
    }
}
