package org.trunkline.ui.calls.internal.listen;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.MachineAddresses;

/** Which addresses the embedded node can listen on, and the settings that choose one. */
public final class ListenAddress {
    private static final String BIND = "trunkline.bind";
    private static final String MEDIA = "trunkline.rtp.ports";
    private static final String LOOPBACK = "127.0.0.1";

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

    /** Not where the address was given at the start. */
    public static boolean canChoose(SettingsReport settings) {
        return settings.find(BIND).filter(bind -> !bind.locked()).isPresent();
    }

    /** The port range of RTP, for the firewall; empty where the node does not tell. */
    public static String mediaPorts(SettingsReport settings) {
        return settings.find(MEDIA).map(NodeSetting::value).orElse("");
    }

    /** To listen there, and on loopback still, for programs of this computer. */
    public static Map<String, Optional<String>> chosen(String address) {
        return Map.of(BIND, Optional.of(address + "," + LOOPBACK));
    }
}
