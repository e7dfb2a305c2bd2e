package org.trunkline.sip.jain.internal.wire;

import java.time.Duration;
import java.util.List;

import org.trunkline.domain.border.BorderStatus.Limit;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.tls.Handshakes;
import org.trunkline.sip.jain.internal.transaction.TransactionRoom;

/**
 * What one message, and one source, may ask of the node.
 *
 * @param messageBytes longer requests are answered 513
 * @param headers in one message
 * @param headerBytes of one header, folded lines together
 * @param parse a message that took longer to read is refused
 * @param newPerSecond requests outside dialogs from one source that is no trunk; four times as many at once
 * @param failures wrong passwords within {@link SourceGuard#WINDOW} until a stranger is dropped
 * @param challenges that a stranger may leave unanswered within that time
 * @param block how long a source is dropped; 0 never drops anybody
 * @param sources the table's bound
 * @param connections TCP and TLS connections, each
 * @param transactions in and out each ({@link TransactionRoom})
 * @param handshakes of TLS at once ({@link Handshakes})
 * @param scanners parts of User-Agent that nobody but scanners sends, lower case
 */
public record BorderLimits(int messageBytes, int headers, int headerBytes, Duration parse, int newPerSecond, int failures,
        int challenges, Duration block, int sources, int connections, int transactions, int handshakes,
        List<String> scanners) {
    public static final BorderLimits DEFAULT = new BorderLimits(16_384, 256, 8192, Duration.ofMillis(500), 500, 20, 300,
            Duration.ofMinutes(10), 50_000, 4000, 50_000, 64, List.of("friendly-scanner", "sipvicious", "sundayddr", "sip-scan",
                    "pplsip", "vaxsipuseragent"));

    public BorderLimits {
        scanners = List.copyOf(scanners);
    }

    public List<Limit> list() {
        return List.of(new Limit("messageBytes", messageBytes), new Limit("headers", headers),
                new Limit("headerBytes", headerBytes), new Limit("parseMs", parse.toMillis()),
                new Limit("newPerSecond", newPerSecond), new Limit("failures", failures),
                new Limit("challenges", challenges), new Limit("blockSeconds", block.toSeconds()),
                new Limit("connections", connections), new Limit("transactions", transactions),
                new Limit("handshakes", handshakes));
    }
}
