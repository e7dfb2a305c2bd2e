package org.trunkline.api.node;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.message.MessageCounts;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.TlsCertificate;

/**
 * The state of a node at one moment.
 *
 * @param listeners its addresses for phones and trunks: {@code "udp 192.0.2.10:5060"}
 * @param realm digest realm of the subscribers
 * @param callsTotal since start: calls that have a record or, in progress, will have one
 * @param asr of the last 5 minutes, 0..1; empty without calls
 * @param registrations bindings now
 * @param recordsWritten records in the journal; 0 until it is open
 * @param recordsBehind records not yet in the index
 * @param diskFreeBytes where the data folder is
 * @param certificate shown by the node over TLS; empty where it does not speak TLS
 * @param border fill of bounded tables, what was refused and why
 * @param messages text messages
 * @param passesTransfers whether transfers are left to the other phone where that knows REFER ({@code trunkline.transfers})
 * @param recordsOpen whether journal and index are open: just after its start a node takes calls before it knows its records
 */
public record NodeStatus(String version, Instant startedAt, boolean draining, List<String> listeners, String realm,
        int callsNow, double callsPerSecond, long callsTotal, Optional<Double> asr, int registrations,
        long recordsWritten, long recordsBehind, long diskFreeBytes, long diskTotalBytes, long heapUsedBytes,
        long heapMaxBytes, int mediaPortsUsed, int mediaPortsTotal, List<TrunkStatus> trunks, List<Alarm> alarms,
        BorderStatus border, MessageCounts messages, Optional<TlsCertificate> certificate, boolean passesTransfers, boolean recordsOpen) {
    public NodeStatus {
        requireNonNull(version);
        requireNonNull(startedAt);
        listeners = List.copyOf(listeners);
        requireNonNull(realm);
        requireNonNull(asr);
        trunks = List.copyOf(trunks);
        alarms = List.copyOf(alarms);
        requireNonNull(border);
        requireNonNull(messages);
        requireNonNull(certificate);
    }

    /** A node without figures of its limits and messages, without TLS, that performs transfers and whose records are open. */
    public NodeStatus(String version, Instant startedAt, boolean draining, List<String> listeners, String realm,
            int callsNow, double callsPerSecond, long callsTotal, Optional<Double> asr, int registrations,
            long recordsWritten, long recordsBehind, long diskFreeBytes, long diskTotalBytes, long heapUsedBytes,
            long heapMaxBytes, int mediaPortsUsed, int mediaPortsTotal, List<TrunkStatus> trunks, List<Alarm> alarms) {
        this(version, startedAt, draining, listeners, realm, callsNow, callsPerSecond, callsTotal, asr, registrations,
                recordsWritten, recordsBehind, diskFreeBytes, diskTotalBytes, heapUsedBytes, heapMaxBytes,
                mediaPortsUsed, mediaPortsTotal, trunks, alarms, BorderStatus.NONE, MessageCounts.NONE, Optional.empty(), false, true);
    }
}
