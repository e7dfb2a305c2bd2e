package org.trunkline.examples.alarms;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

import org.trunkline.domain.call.CallId;
import org.trunkline.spi.alert.AlertNotice;

/** One alert as a syslog message (RFC 5424). */
final class SyslogMessage {
    private static final int LOCAL0 = 16;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    private static final int INFO = 6;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private SyslogMessage() {}

    /** @param host name of this machine; empty where it is unknown @param now when it is sent */
    static byte[] of(AlertNotice notice, String host, Instant now) {
        int severity = switch (notice.state()) {
            case RAISED -> WARNING;
            case CLEARED -> NOTICE;
            case TEST -> INFO;
        };
        var calls = notice.calls().stream().map(CallId::value).collect(Collectors.joining(","));
        // the structured data's name belongs to nobody's enterprise: RFC 5424 §7.2.2 keeps 32473 for examples
        return ("<" + (LOCAL0 * 8 + severity) + ">1 " + TIME.format(now) + " " + word(host) + " trunkline - "
                + notice.state() + " [alert@32473 name=\"" + escaped(notice.alert()) + "\" matches=\"" + notice.matches()
                + "\" since=\"" + TIME.format(notice.since()) + "\" query=\"" + escaped(notice.query()) + "\" calls=\""
                + calls + "\"] \uFEFF" + notice.text().replaceAll("\\p{Cntrl}", " ")).getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 5424 §6.3.3. */
    private static String escaped(String value) {
        return value.replaceAll("\\p{Cntrl}", " ").replaceAll("([\"\\\\\\]])", "\\\\$1");
    }

    private static String word(String host) {
        var word = host.replaceAll("[^!-~]", "");
        return word.isEmpty() ? "-" : word.substring(0, Math.min(255, word.length()));
    }
}
