package org.trunkline.testkit;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.engine.port.signaling.AddressSet;
import org.trunkline.engine.port.signaling.AddressTrie;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.AdmissionSnapshot.Load;

/** What a test publishes for an engine. */
public final class SampleAdmission {
    private SampleAdmission() {}

    /** These addresses are trunks. */
    public static AdmissionSnapshot trunks(InetAddress... addresses) {
        return of(List.of(addresses), Set.of());
    }

    /** Subscribers are registered from these addresses. */
    public static AdmissionSnapshot registered(InetAddress... addresses) {
        var set = AddressSet.EMPTY;
        for (var address : addresses)
            set = set.with(address);
        return AdmissionSnapshot.NOTHING.registered(set);
    }

    /** A call to this number is one for emergencies. */
    public static AdmissionSnapshot emergency(String number) {
        return of(List.of(), Set.of(number));
    }

    static AdmissionSnapshot of(Collection<InetAddress> trunks, Set<String> emergencyNumbers) {
        var entries = trunks.stream().map(address -> new AddressTrie.Entry<>(
                new AddressBlock(address, address.getAddress().length * Byte.SIZE), address)).toList();
        return new AdmissionSnapshot(new AddressTrie<>(entries), AddressSet.EMPTY, emergencyNumbers, Map.of(), Load.EASY);
    }

    /** The certificate of this host must have that name. */
    public static AdmissionSnapshot named(AdmissionSnapshot s, String host, String name) {
        return new AdmissionSnapshot(s.trunks(), s.registered(), s.emergencyNumbers(), Map.of(host, name), s.load());
    }
}
