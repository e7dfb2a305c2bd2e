package org.trunkline.sip.jain.internal.resolve;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks the name servers. Blocks. */
public interface NameService {
    /** One SRV record (RFC 2782). */
    record Service(int priority, int weight, int port, String target) {}

    /** One NAPTR record of a domain (RFC 3403). @param service {@code SIP+D2U} @param target a name of services */
    record Way(int order, int preference, String flags, String service, String target) {}

    /**
     * The records of a name.
     *
     * @param records none where the name has none of this type, or no server answers
     * @param lifetime the lowest TTL of the records; empty where it is not known
     */
    record Answer<T>(List<T> records, Optional<Duration> lifetime) {
        public Answer {
            records = List.copyOf(records);
        }

        /** Nothing, for a time that is not known. */
        static <T> Answer<T> none() {
            return new Answer<>(List.of(), Optional.empty());
        }
    }

    /** NAPTR records. */
    Answer<Way> ways(String domain);

    /** SRV records. */
    Answer<Service> services(String name);

    /** IPv4 and IPv6. */
    Answer<InetAddress> addresses(String host);
}
