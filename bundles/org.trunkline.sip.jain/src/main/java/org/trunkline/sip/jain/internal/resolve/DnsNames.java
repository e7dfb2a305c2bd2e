package org.trunkline.sip.jain.internal.resolve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;

/**
 * A DNS client that follows aliases, changes to TCP for long answers and tells the lifetimes of records. Addresses come from
 * the hosts file first; what no name server knows is asked of the system, which may know it by other means.
 *
 * <p><b>Threads:</b> any; blocks.
 */
public final class DnsNames implements NameService {
    private static final Logger LOG = LoggerFactory.getLogger(DnsNames.class);
    /** Until the next server is asked, or the same one again. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int TRIES = 3;
    private static final int STANDARD_PORT = 53;

    private final LookupSession session;
    private final boolean system;

    private DnsNames(LookupSession session, boolean system) {
        this.session = session;
        this.system = system;
    }

    /** The servers that the system is configured with. */
    public static DnsNames ofSystem() {
        var servers = new ExtendedResolver();
        servers.setRetries(TRIES);
        servers.setTimeout(PATIENCE);
        return new DnsNames(session(servers).hostsFileParser(new HostsFileParser()).build(), true);
    }

    /**
     * One server, for addresses too; the hosts file then counts for nothing.
     *
     * @param server {@code 192.0.2.53}, {@code 127.0.0.1:5353}
     * @param patience until it is asked again
     */
    public static DnsNames of(String server, Duration patience) {
        var resolver = new ExtendedResolver(new Resolver[] { new SimpleResolver(address(server)) });
        resolver.setRetries(TRIES);
        resolver.setTimeout(patience);
        return new DnsNames(session(resolver).build(), false);
    }

    private static LookupSession.LookupSessionBuilder session(Resolver resolver) {
        return LookupSession.builder().resolver(resolver);
    }

    private static InetSocketAddress address(String server) {
        int colon = server.lastIndexOf(':');
        boolean port = colon >= 0 && (server.indexOf(':') == colon || server.charAt(colon - 1) == ']');
        String host = port ? server.substring(0, colon) : server;
        return new InetSocketAddress(InetAddress.ofLiteral(host.replace("[", "").replace("]", "")),
                port ? Integer.parseInt(server.substring(colon + 1)) : STANDARD_PORT);
    }

    private CompletableFuture<LookupResult> ask(String name, int type) {
        try {
            return session.lookupAsync(Name.fromString(name, Name.root), type).toCompletableFuture();
        } catch (TextParseException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T> Answer<T> answer(CompletableFuture<LookupResult> asked, Function<Record, Stream<T>> read) {
        try {
            var records = asked.get().getRecords();
            return new Answer<>(records.stream().flatMap(read).toList(),
                    records.stream().map(record -> Duration.ofSeconds(record.getTTL())).min(Comparator.naturalOrder()));
        } catch (ExecutionException e) {
            LOG.debug("no records: {}", e.getMessage());
            return Answer.none();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.none();
        }
    }

    @Override
    public Answer<Way> ways(String domain) {
        return answer(ask(domain, Type.NAPTR), record -> record instanceof NAPTRRecord way ? Stream.of(new Way(way.getOrder(),
                way.getPreference(), way.getFlags(), way.getService(), text(way.getReplacement()))) : Stream.of());
    }

    /** A target of a dot: decidedly not available (RFC 2782). */
    @Override
    public Answer<Service> services(String name) {
        return answer(ask(name, Type.SRV), record -> record instanceof SRVRecord srv && !srv.getTarget().equals(Name.root)
                ? Stream.of(new Service(srv.getPriority(), srv.getWeight(), srv.getPort(), text(srv.getTarget())))
                : Stream.of());
    }

    private static String text(Name name) {
        return name.toString(true);
    }

    @Override
    public Answer<InetAddress> addresses(String host) {
        var asked = ask(host, Type.A);
        var askedToo = ask(host, Type.AAAA);
        Answer<InetAddress> four = answer(asked, record -> record instanceof ARecord a ? Stream.of(a.getAddress()) : Stream.of());
        Answer<InetAddress> six = answer(askedToo,
                record -> record instanceof AAAARecord a ? Stream.of(a.getAddress()) : Stream.of());
        var all = new ArrayList<>(four.records());
        all.addAll(six.records());
        if (all.isEmpty() && system)
            return new Answer<>(bySystem(host), Optional.empty());
        return new Answer<>(all, Stream.of(four, six).map(Answer::lifetime).flatMap(Optional::stream)
                .min(Comparator.naturalOrder()));
    }

    private static List<InetAddress> bySystem(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            return List.of();
        }
    }
}
