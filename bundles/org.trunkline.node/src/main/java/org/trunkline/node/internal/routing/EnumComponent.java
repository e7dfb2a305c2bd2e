package org.trunkline.node.internal.routing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.component.Registrations;
import org.trunkline.spi.number.NumberLookup;
import org.xbill.DNS.SimpleResolver;

/** Offers ENUM as a number lookup where a domain for it is set. */
@Component(service = {}, immediate = true, configurationPid = "org.trunkline.enum",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class EnumComponent {
    private static final Logger LOG = LoggerFactory.getLogger(EnumComponent.class);
    /** Below the budget of a lookup. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** As the node's settings trunkline.enum.suffix and trunkline.dns. */
    public @interface Config {
        /** Domain that numbers are looked up in, such as {@code e164.arpa}; empty for none. */
        String suffix() default "";

        /** {@code 192.0.2.53:53}; empty for the system's. */
        String nameServer() default "";
    }

    private final Registrations registrations;

    @Activate
    public EnumComponent(BundleContext context, Config config) {
        registrations = new Registrations(context);
        if (!config.suffix().isEmpty())
            lookup(config).ifPresent(lookup -> registrations.add(NumberLookup.class, lookup,
                    Map.of(Constants.SERVICE_RANKING, -500, RoutingExtensions.NAME, "enum")));
    }

    private static Optional<NumberLookup> lookup(Config config) {
        try {
            var resolver = resolver(config.nameServer());
            resolver.setTimeout(PATIENCE);
            return Optional.of(new EnumLookup(resolver, config.suffix()));
        } catch (IOException e) {
            LOG.warn("Numbers are not looked up in {}: {}. Check trunkline.enum.suffix and trunkline.dns.", config.suffix(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** @param server {@code 192.0.2.53:53}; empty for the system's */
    static SimpleResolver resolver(String server) throws IOException {
        if (server.isEmpty())
            return new SimpleResolver();
        int colon = server.lastIndexOf(':');
        return new SimpleResolver(new InetSocketAddress(InetAddress.getByName(server.substring(0, colon)),
                Integer.parseInt(server.substring(colon + 1))));
    }

    @Deactivate
    public void stop() {
        registrations.close();
    }
}
