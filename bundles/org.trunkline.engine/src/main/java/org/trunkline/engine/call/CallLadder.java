package org.trunkline.engine.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.engine.port.Hop;
import org.trunkline.engine.port.WireMessage;

/** The SIP messages of one call as they pass, bounded. <b>Threads:</b> any. */
final class CallLadder {
    private static final int MAX_ENTRIES = 200;
    private static final int MAX_BYTES = 256 * 1024;

    /** What proves knowledge of a password, or lets another replay it. */
    private static final Pattern CREDENTIALS = Pattern.compile(
            "(?im)^((?:Proxy-)?Authorization\\s*:[^\\r\\n]*?\\bresponse\\s*=\\s*)(?:\"[^\"\\r\\n]*\"|[^,\\s]+)");

    /** Keys of SRTP: who reads ladders must not listen to recordings of the line (RFC 4568 §6.1). */
    private static final Pattern KEYS = Pattern.compile("(?im)^(a=crypto:[^\\r\\n]*?inline:)[^|\\s;]+");

    private final List<Rung> rungs = new ArrayList<>(16);
    private int bytes;

    private static final class Rung {
        final int leg;
        final WireMessage message;
        int again;

        Rung(int leg, WireMessage message) {
            this.leg = leg;
            this.message = message;
        }
    }

    synchronized void add(int leg, WireMessage message) {
        for (int i = rungs.size() - 1; i >= 0; i--) {
            var rung = rungs.get(i);
            if (rung.message.sent() == message.sent() && rung.leg == leg
                    && Arrays.equals(rung.message.bytes(), message.bytes())) {
                rung.again++;
                return;
            }
        }
        if (rungs.size() >= MAX_ENTRIES || bytes + message.bytes().length > MAX_BYTES)
            return;
        bytes += message.bytes().length;
        rungs.add(new Rung(leg, message));
    }

    /** Oldest first, credentials blanked. */
    synchronized List<LadderEntry> entries() {
        var entries = new ArrayList<LadderEntry>(rungs.size());
        var remotes = new HashMap<InetSocketAddress, String>();
        for (var rung : rungs) {
            var message = rung.message;
            entries.add(new LadderEntry(message.at(), rung.leg, message.sent(),
                    remotes.computeIfAbsent(message.remote(), Hop::text),
                    message.transport().token(), message.label(), rung.again, text(message.bytes())));
        }
        return entries;
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        String shown = hasCredentials(text) ? CREDENTIALS.matcher(text).replaceAll("$1\"\"") : text;
        return shown.contains("\na=crypto:") ? KEYS.matcher(shown).replaceAll("$1...") : shown;
    }

    /** Most messages have none, and this looks at line beginnings only. */
    private static boolean hasCredentials(String text) {
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            if ((c == 'A' || c == 'a' || c == 'P' || c == 'p')
                    && (text.regionMatches(true, at + 1, "Authorization", 0, 13)
                            || text.regionMatches(true, at + 1, "Proxy-Authorization", 0, 19)))
                return true;
        }
        return false;
    }
}
