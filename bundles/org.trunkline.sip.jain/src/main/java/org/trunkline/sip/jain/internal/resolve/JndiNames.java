package org.trunkline.sip.jain.internal.resolve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's own DNS client for NAPTR and SRV, and the system's resolver for addresses, which knows the hosts file too. It tells no
 * lifetimes of records.
 */
public final class JndiNames implements NameService {
    private static final Logger LOG = LoggerFactory.getLogger(JndiNames.class);
    private static final String FACTORY = "com.sun.jndi.dns.DnsContextFactory";
    /** Until a server is asked again, twice as long each time. */
    public static final Duration PATIENCE = Duration.ofMillis(500);
    private static final String SRV = "SRV";
    private static final String NAPTR = "NAPTR";
    /** The client puts quotes around what is empty or has spaces. */
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    private final String server;
    private final boolean addressesToo;
    private final Duration patience;

    /** The servers of the system. */
    public JndiNames() {
        server = "dns:";
        addressesToo = false;
        patience = PATIENCE;
    }

    /**
     * One server, for addresses too.
     *
     * @param server {@code 127.0.0.1:5353}
     * @param patience until it is asked again, twice as long each time
     */
    public JndiNames(String server, Duration patience) {
        this.patience = patience;
        this.server = "dns://" + server;
        addressesToo = true;
    }

    private List<String> ask(String name, String type) {
        var settings = new Hashtable<String, String>();
        settings.put("java.naming.factory.initial", FACTORY);
        settings.put("java.naming.provider.url", server);
        settings.put("com.sun.jndi.dns.timeout.initial", String.valueOf(patience.toMillis()));
        settings.put("com.sun.jndi.dns.timeout.retries", "3");
        try {
            var context = new InitialDirContext(settings);
            try {
                var attribute = context.getAttributes(name, new String[] {type}).get(type);
                var values = new ArrayList<String>();
                for (int i = 0; attribute != null && i < attribute.size(); i++)
                    values.add(String.valueOf(attribute.get(i)));
                return values;
            } finally {
                context.close();
            }
        } catch (NamingException e) {
            LOG.debug("{} {}: {}", type, name, e.getMessage());
            return List.of();
        }
    }

    @Override
    public List<Way> ways(String domain) {
        return ask(domain, NAPTR).stream().map(JndiNames::way).flatMap(Optional::stream).toList();
    }

    /** {@code 50 10 s SIP+D2T "" _sip._tcp.example.com.} */
    private static Optional<Way> way(String text) {
        var words = WORD.matcher(text).results().map(word -> word.group(1) != null ? word.group(1) : word.group(2)).toList();
        if (words.size() != 6)
            return Optional.empty();
        try {
            return Optional.of(new Way(Integer.parseInt(words.get(0)), Integer.parseInt(words.get(1)), words.get(2),
                    words.get(3), withoutDot(words.get(5))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    @Override
    public List<Service> services(String name) {
        return ask(name, SRV).stream().map(JndiNames::service).flatMap(Optional::stream).toList();
    }

    private static Optional<Service> service(String text) {
        var parts = text.strip().split("\\s+");
        if (parts.length != 4 || parts[3].equals("."))
            return Optional.empty(); // a dot: decidedly not available (RFC 2782)
        try {
            return Optional.of(new Service(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]), withoutDot(parts[3])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<InetAddress> addresses(String host) {
        if (!addressesToo)
            try {
                return List.of(InetAddress.getAllByName(host));
            } catch (UnknownHostException e) {
                return List.of();
            }
        var all = new ArrayList<InetAddress>();
        for (String type : List.of("A", "AAAA"))
            for (String text : ask(host, type))
                all.add(InetAddress.ofLiteral(text));
        return all;
    }
}
