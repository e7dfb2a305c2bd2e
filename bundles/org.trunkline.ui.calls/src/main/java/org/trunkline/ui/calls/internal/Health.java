package org.trunkline.ui.calls.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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

    /** The node first, then its trunks, those in trouble on top, then what it lives on. */
    List<HealthRow> rows(NodeStatus status) {
        if (!status.startedAt().equals(startedAt)) { // another node, or begun anew: it counts from zero
            startedAt = status.startedAt();
            border = new BorderHealth(texts, formats, clock);
        }
        var rows = new ArrayList<HealthRow>();
        rows.add(node(status));
        status.trunks().stream().map(this::trunk).sorted((a, b) -> b.tone() == Tone.BAD ? a.tone() == Tone.BAD ? 0 : 1
                : a.tone() == Tone.BAD ? -1 : 0).forEach(rows::add);
        rows.add(disk(status));
        rows.add(media(status));
        rows.add(index(status));
        status.certificate().ifPresent(c -> rows.add(certificate(c)));
        rows.addAll(border.rows(status.border()));
        return rows;
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

    private HealthRow media(NodeStatus status) {
        boolean low = status.mediaPortsTotal() > 0
                && status.mediaPortsUsed() > status.mediaPortsTotal() * MOSTLY;
        return row("media", texts.get("health.media"), low ? Tone.WARN : Tone.OK,
                texts.get(low ? "health.low" : "health.fine"), "", "", texts.get("health.media.detail",
                        formats.count(status.mediaPortsUsed()), formats.count(status.mediaPortsTotal())));
    }

    private HealthRow certificate(TlsCertificate it) {
        var certificate = Optional.of(it);
        Tone tone = certificates.tone(certificate);
        String state = texts.get(tone == Tone.OK ? "health.fine" : tone == Tone.WARN ? "health.ends-soon" : "health.not-valid");
        return row("certificate", texts.get("health.certificate"), tone, state, "", "",
                certificates.expiry(certificate) + ", " + String.join(", ", it.names()));
    }

    private HealthRow index(NodeStatus status) {
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
