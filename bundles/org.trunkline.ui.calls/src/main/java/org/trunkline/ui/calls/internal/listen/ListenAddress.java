package org.trunkline.ui.calls.internal.listen;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.osgi.service.prefs.BackingStoreException;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.MachineAddresses;
import org.trunkline.ui.DeskPreferences;

/** Which addresses the embedded node can listen on, and the choice of one. A new choice starts the node again. */
public final class ListenAddress {
    /** The start option that wins over the preference. */
    private static final String OPTION = "trunkline.bind";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String PORTS = "10000-49999";

    private ListenAddress() {}

    /** Of this computer, as other machines reach them; IPv4 first. */
    public static List<String> ofThisComputer() {
        return MachineAddresses.all().stream().filter(address -> !address.isLoopbackAddress()).map(AddressBlock::text).distinct().toList();
    }

    /** @param listeners {@code udp 127.0.0.1:5060} */
    public static boolean ownComputerOnly(List<String> listeners) {
        return !listeners.isEmpty() && listeners.stream().allMatch(ListenAddress::isLoopback);
    }

    /** Whether no other machine reaches it. */
    public static boolean isLoopback(String listener) {
        var host = listener.substring(listener.indexOf(' ') + 1, listener.lastIndexOf(':'));
        return AddressBlock.parseAddress(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                .filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Not where a start option says it. */
    public static boolean canChoose() {
        var stored = preferences().get(DeskPreferences.BIND, "");
        return Optional.ofNullable(System.getProperty(OPTION)).filter(option -> !option.equals(stored)).isEmpty();
    }

    /** The port range of RTP, for the firewall. */
    public static String mediaPorts() {
        return preferences().get(DeskPreferences.RTP_PORTS, PORTS);
    }

    /**
     * Listens there, and on loopback still, for programs of this computer.
     *
     * @throws BackingStoreException if the choice cannot be stored
     */
    public static void choose(String address) throws BackingStoreException {
        preferences().put(DeskPreferences.BIND, address + "," + LOOPBACK);
        preferences().flush();
    }

    private static IEclipsePreferences preferences() {
        return InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
    }
}
