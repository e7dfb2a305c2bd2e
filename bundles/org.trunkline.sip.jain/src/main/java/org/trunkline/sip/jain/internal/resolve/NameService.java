package org.trunkline.sip.jain.internal.resolve;

import java.net.InetAddress;
import java.util.List;

/** Asks the name servers. Blocks. */
public interface NameService {
    /** One SRV record (RFC 2782). */
    record Service(int priority, int weight, int port, String target) {}

    /** One NAPTR record of a domain (RFC 3403). @param service {@code SIP+D2U} @param target a name of services */
    record Way(int order, int preference, String flags, String service, String target) {}

    /** @return none where the name has no such record, or nobody answers */
    List<Way> ways(String domain);

    /** @return none where the name has no such record, or nobody answers */
    List<Service> services(String name);

    /** IPv4 and IPv6; none where there are none. */
    List<InetAddress> addresses(String host);
}
