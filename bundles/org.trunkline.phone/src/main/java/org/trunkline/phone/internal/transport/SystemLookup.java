package org.trunkline.phone.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks the name servers of the system for services, and the system itself for addresses: it may know them by other means. */
final class SystemLookup implements ServerNames.Lookup {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int TRIES = 3;

    private final Supplier<Resolver> servers;

    SystemLookup() {
        this(SystemLookup::ofNow);
    }

    /** @param servers asked for each lookup */
    SystemLookup(Supplier<Resolver> servers) {
        this.servers = servers;
    }

    /** Another network has other name servers. */
    private static Resolver ofNow() {
        ResolverConfig.refresh();
        var all = new ExtendedResolver();
        for (var each : all.getResolvers())
            each.setTimeout(PATIENCE);
        all.setRetries(TRIES);
        return all;
    }

    @Override
    public List<ServerNames.Service> services(String name) throws IOException {
        try {
            var lookup = new Lookup(Name.fromString(name, Name.root), Type.SRV);
            lookup.setResolver(servers.get());
            var records = lookup.run();
            if (lookup.getResult() == Lookup.TRY_AGAIN)
                throw new IOException("no answer of the name servers about " + name + " (" + lookup.getErrorString() + ")");
            return records == null ? List.of() : Stream.of(records).flatMap(each -> each instanceof SRVRecord srv
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
