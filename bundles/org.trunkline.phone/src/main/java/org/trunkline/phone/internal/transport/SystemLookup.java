package org.trunkline.phone.internal.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks the name servers of the system for services, and the system itself for addresses: it may know them by other means. */
final class SystemLookup implements ServerNames.Lookup {
    @Override
    public List<ServerNames.Service> services(String name) {
        try {
            var records = new Lookup(Name.fromString(name, Name.root), Type.SRV).run();
            return records == null ? List.of() : Stream.of(records).flatMap(each -> each instanceof SRVRecord srv && !srv.getTarget().equals(Name.root)
                    ? Stream.of(new ServerNames.Service(srv.getPriority(), srv.getWeight(), srv.getPort(), srv.getTarget().toString(true)))
                    : Stream.of()).toList();
        } catch (TextParseException e) {
            return List.of(); // too long for a name: there is none
        }
    }

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
