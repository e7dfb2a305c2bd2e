package org.trunkline.domain.border;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How full the bounded tables are, and what was refused, at one moment.
 *
 * @param tables {@code calls}, {@code mailboxes}, {@code subscriptions}, {@code server-transactions},
 *        {@code client-transactions}, {@code handshakes} (of TLS), {@code open-files}, {@code media-ports}, {@code transcoded-calls}, {@code connections}, {@code sources},
 *        {@code failed-targets} (of trunks named by DNS; tried last for a minute)
 * @param refused since start, by reason
 * @param limits in force, for people
 * @param blocked how many sources are dropped now
 */
public record BorderStatus(List<Table> tables, List<Refusals> refused, List<Limit> limits, int blocked) {
    public static final BorderStatus NONE = new BorderStatus(List.of(), List.of(), List.of(), 0);

    /** @param limit 0 where there is none */
    public record Table(String name, long used, long limit) {
        public Table {
            requireNonNull(name);
        }
    }

    /**
     * @param reason for translation: {@code too-large}, {@code too-many-headers}, {@code header-too-long},
     *        {@code malformed}, {@code slow-parse}, {@code source-rate}, {@code source-calls}, {@code blocked}, {@code scanner},
     *        {@code overload}, {@code draining}, {@code calls-full}, {@code mailbox-full}, {@code connections-full},
     *        {@code source-connections}, {@code tls-handshake}, {@code handshakes-full}, {@code connection-stuck},
     *        {@code transactions-full}, {@code media-full} (ports), {@code files-full} (sockets), {@code transcoding-full} (calls), {@code send-buffer-full} (of datagrams),
     *        {@code message-rate}, {@code message-size} (of text messages), {@code messages-full} (that wait)
     */
    public record Refusals(String reason, long count) {
        public Refusals {
            requireNonNull(reason);
        }
    }

    /** @param name of the setting */
    public record Limit(String name, long value) {
        public Limit {
            requireNonNull(name);
        }
    }

    public BorderStatus {
        tables = List.copyOf(tables);
        refused = List.copyOf(refused);
        limits = List.copyOf(limits);
    }
}
