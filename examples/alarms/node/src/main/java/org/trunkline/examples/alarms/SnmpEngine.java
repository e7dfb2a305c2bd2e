package org.trunkline.examples.alarms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The SNMP engine of this node: its ID, how often it started, and the seconds since. Receivers discard a message whose
 * starts and seconds are behind those of an earlier one (RFC 3414 §3.2), so both are kept in the plug-in's folder.
 */
final class SnmpEngine {
    private static final String FILE = "snmp-engine.txt";
    /** net-snmp's enterprise, and the format "octets" (RFC 3411 §5). */
    private static final String PREFIX = "80001f8805";
    private static final int RANDOM_BYTES = 8;
    private static final Pattern KEPT = Pattern.compile("([0-9a-f]{10,64}) (\\d{1,9})\\s*");
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final String id;
    private final int boots;
    private final LongSupplier nanos;
    private final long started;

    private SnmpEngine(String id, int boots, LongSupplier nanos) {
        this.id = id;
        this.boots = boots;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    /** Counts one start more; a folder without an engine, or with a damaged one, gets a new one. @param nanos as {@link System#nanoTime} */
    static SnmpEngine start(Path folder, LongSupplier nanos) throws IOException {
        var kept = KEPT.matcher(read(folder.resolve(FILE)));
        var engine = kept.matches() ? new SnmpEngine(kept.group(1), Integer.parseInt(kept.group(2)) + 1, nanos)
                : new SnmpEngine(newId(), 1, nanos);
        var fresh = folder.resolve(FILE + ".new");
        Files.writeString(fresh, engine.id + " " + engine.boots + "\n");
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
        return engine;
    }

    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static String newId() {
        var random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + HexFormat.of().formatHex(random);
    }

    /** In hexadecimal. */
    String id() {
        return id;
    }

    /** {@code snmpEngineBoots}. */
    int boots() {
        return boots;
    }

    /** {@code snmpEngineTime}. */
    int seconds() {
        return (int) ((nanos.getAsLong() - started) / NANOS_PER_SECOND);
    }
}
