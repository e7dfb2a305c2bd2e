package org.trunkline.ui.internal.preference;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the preferences may be; each answers the key of the sentence that says why not. Empty values are defaults. */
public final class PreferenceRules {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}([.][0-9]{1,3}){3}"); // Java takes 1.2 for one too
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.:]{2,45}");
    private static final int LEAST_PORTS = 100;

    private PreferenceRules() {}

    public static Optional<String> zone(String id) {
        return when(!id.isEmpty() && !ZoneId.getAvailableZoneIds().contains(id), "prefs.bad-zone");
    }

    public static Optional<String> address(String text) {
        String address = text.strip();
        return when(!address.isEmpty() && !isAddress(address), "prefs.bad-address");
    }

    private static boolean isAddress(String text) {
        try {
            return IPV4.matcher(text).matches() ? Inet4Address.ofLiteral(text) != null
                    : IPV6.matcher(text).matches() && text.contains(":") && Inet6Address.ofLiteral(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public static Optional<String> port(String text) {
        return when(!text.isBlank() && !isPort(text.strip()), "prefs.bad-port");
    }

    public static Optional<String> range(String text) {
        if (text.isBlank())
            return Optional.empty();
        var m = RANGE.matcher(text.strip());
        boolean good = m.matches() && isPort(m.group(1)) && isPort(m.group(2))
                && Integer.parseInt(m.group(2)) - Integer.parseInt(m.group(1)) >= LEAST_PORTS - 1;
        return when(!good, "prefs.bad-range");
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535;
    }

    private static Optional<String> when(boolean wrong, String key) {
        return wrong ? Optional.of(key) : Optional.empty();
    }
}
