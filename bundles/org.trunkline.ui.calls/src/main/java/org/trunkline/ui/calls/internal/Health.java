package org.trunkline.ui.calls.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.ui.CertificateText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;

/** What the health table says of a status. One thread at a time: it sees refusals grow from one to the next. */
final class Health {
    /** Key of the line that stands for all limits. */
    static final String CAPACITY = "capacity";
    private static final double DISK_LOW = 0.05;
    private static final double MOSTLY = 0.9;
    private static final long RECORDS_BEHIND = 10_000;

    private final Texts texts;
    private final Formats formats;
    private final StateText states;
    private final InstantSource clock;
    private BorderHealth border;
    private Instant startedAt = Instant.MIN;
    private final CertificateText certificates;

    Health(Texts texts, Formats formats, StateText states, InstantSource clock) {
        this.texts = texts;
        this.formats = formats;
        this.states = states;
        this.clock = clock;
        this.border = new BorderHealth(texts, formats, clock);
        this.certificates = new CertificateText(Texts.of(CertificateText.class), formats, clock);
    }

    /**
     * The node first, then what is not fine, then its trunks and its resources. Limits that are far away are one line.
     *
     * @param allLimits whether these have lines of their own too
     */
    List<HealthRow> rows(NodeStatus status, boolean allLimits) {
        if (!status.startedAt().equals(startedAt)) { // another node, or begun anew: it counts from zero
            startedAt = status.startedAt();
            border = new BorderHealth(texts, formats, clock);
        }
        var rows = new ArrayList<HealthRow>();
        status.trunks().stream().map(this::trunk).forEach(rows::add);
        rows.add(disk(status));
        rows.add(index(status));
        status.certificate().ifPresent(c -> rows.add(certificate(c)));
        border.refusals(status.border()).ifPresent(rows::add);
        var limits = new ArrayList<Limit>();
        limits.add(media(status));
        limits.addAll(border.limits(status.border()));
        limits.stream().map(Limit::row).filter(row -> row.tone() != Tone.OK).forEach(rows::add);
        rows.sort(Comparator.comparing(row -> switch (row.tone()) {
            case BAD -> 0;
            case WARN -> 1;
            default -> 2;
        }));
        rows.addFirst(node(status));
        rows.add(capacity(limits));
        if (allLimits)
            limits.stream().map(Limit::row).filter(row -> row.tone() == Tone.OK).forEach(rows::add);
        return rows;
    }

    private HealthRow capacity(List<Limit> limits) {
        long near = limits.stream().filter(limit -> limit.row().tone() != Tone.OK).count();
        var fullest = limits.stream().max(Comparator.comparingDouble(Limit::ratio)).orElseThrow();
        return row(CAPACITY, texts.get("health.capacity"), near > 0 ? Tone.WARN : Tone.OK,
                texts.get(near > 0 ? "health.low" : "health.fine"), "", "", texts.get("health.capacity.detail",
                        formats.count(limits.size()), fullest.row().what(), formats.percent(fullest.ratio())));
    }

    private HealthRow node(NodeStatus status) {
        String age = formats.age(Duration.between(status.startedAt(), clock.instant()));
        return row("node", texts.get("health.node"), status.draining() ? Tone.WARN : Tone.OK,
                texts.get(status.draining() ? "health.node.draining" : "health.node.up", age),
                formats.count(status.callsNow()), status.asr().map(formats::percent).orElse(Formats.NONE),
                texts.get(status.passesTransfers() ? "health.node.detail.passing" : "health.node.detail",
                        String.join(", ", status.listeners()), status.version()));
    }

    private HealthRow trunk(TrunkStatus trunk) {
        String age = formats.age(Duration.between(trunk.since(), clock.instant()));
        boolean known = trunk.state() != TrunkStatus.State.UNKNOWN;
        String state = states.of(trunk.state()) + (known ? " " + age : "");
        boolean full = trunk.maxCalls() > 0 && trunk.calls() >= trunk.maxCalls();
        var detail = new ArrayList<String>();
        if (full)
            detail.add(texts.get("health.full"));
        if (!trunk.detail().isEmpty())
            detail.add(states.of(trunk.detail()));
        trunk.registered().ifPresent(r -> detail.add(texts.get(r ? "health.registered" : "health.not-registered")));
        trunk.rtt().ifPresent(rtt -> detail.add(texts.get("health.rtt", formats.delay(rtt))));
        String calls = formats.count(trunk.calls())
                + (trunk.maxCalls() > 0 ? "/" + formats.count(trunk.maxCalls()) : "");
        boolean unregistered = trunk.registered().filter(r -> !r).isPresent();
        Tone tone = states.tone(trunk.state());
        if (tone == Tone.OK && (full || unregistered))
            tone = Tone.WARN;
        return new HealthRow("trunk " + trunk.name(), trunk.name(), tone, state, calls,
                trunk.asr().map(formats::percent).orElse(Formats.NONE), String.join(", ", detail),
                Optional.of(trunk.name()));
    }

    private HealthRow disk(NodeStatus status) {
        boolean low = status.diskFreeBytes() < status.diskTotalBytes() * DISK_LOW;
        return row("disk", texts.get("health.disk"), low ? Tone.BAD : Tone.OK,
                texts.get(low ? "health.low" : "health.fine"), "", "",
                texts.get("health.disk.detail", formats.bytes(status.diskFreeBytes()),
                        formats.bytes(status.diskTotalBytes())));
    }

    private Limit media(NodeStatus status) {
        double ratio = status.mediaPortsTotal() > 0 ? (double) status.mediaPortsUsed() / status.mediaPortsTotal() : 0;
        boolean low = ratio > MOSTLY;
        return new Limit(row("media", texts.get("health.media"), low ? Tone.WARN : Tone.OK,
                texts.get(low ? "health.low" : "health.fine"), "", "", texts.get("health.media.detail",
                        formats.count(status.mediaPortsUsed()), formats.count(status.mediaPortsTotal()))), ratio);
    }

    private HealthRow certificate(TlsCertificate it) {
        var certificate = Optional.of(it);
        Tone tone = certificates.tone(certificate);
        String state = texts.get(tone == Tone.OK ? "health.fine" : tone == Tone.WARN ? "health.ends-soon" : "health.not-valid");
        return row("certificate", texts.get("health.certificate"), tone, state, "", "",
                certificates.expiry(certificate) + ", " + String.join(", ", it.names()));
    }

    private HealthRow index(NodeStatus status) {
        if (!status.recordsOpen())
            return row("index", texts.get("health.records"), Tone.OFF, texts.get("health.opening"), "", "",
                    texts.get("health.records.opening"));
        boolean behind = status.recordsBehind() > RECORDS_BEHIND;
        return row("index", texts.get("health.records"), behind ? Tone.WARN : Tone.OK,
                texts.get(behind ? "health.behind" : "health.fine"), "", "", texts.get(status.recordsBehind() == 0
                        ? "health.records.all" : "health.records.detail", formats.count(status.recordsWritten()),
                        formats.count(status.recordsBehind())));
    }

    private static HealthRow row(String key, String what, Tone tone, String state, String load, String asr,
            String detail) {
        return new HealthRow(key, what, tone, state, load, asr, detail, Optional.empty());
    }
}
