package org.trunkline.query.record;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;

/** The names that a record's peers are found by. */
public final class RecordPeers {
    private RecordPeers() {}

    /** Names and hosts of all legs, and the one who transferred the call, in lower case. */
    public static Set<String> of(Cdr cdr) {
        var peers = new LinkedHashSet<String>();
        for (CdrLeg leg : cdr.legs()) {
            peers.add(leg.peer().toLowerCase(Locale.ROOT));
            peers.add(host(leg.remoteAddress()).toLowerCase(Locale.ROOT));
        }
        cdr.marks().transferredBy().ifPresent(by -> peers.add(by.toLowerCase(Locale.ROOT)));
        return peers;
    }

    /** {@code 192.0.2.1} of {@code 192.0.2.1:5060}, {@code 2001:db8::1} of {@code [2001:db8::1]:5060}. */
    static String host(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
