package org.trunkline.plugin.internal.hosting;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.quality.CallAnalyser;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.testkit.CallAnalyserContract;
import org.trunkline.spi.testkit.NumberLookupContract;
import org.trunkline.spi.testkit.RoutingPolicyContract;

/** The contract tests of extensions that the node reaches by its guard, whether inside or in a process. */
abstract class HostedExtensions {
    private final Host host;
    private HostingFixture fixture;

    @TempDir
    Path folder;

    HostedExtensions(Host host) {
        this.host = host;
    }

    @BeforeEach
    void start() throws Exception {
        fixture = new HostingFixture(folder, HostingFixture.LONG);
        fixture.start("p", host, "contract", "records.read", "personal");
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Nested
    class Policy extends RoutingPolicyContract {
        @Override
        protected RoutingPolicy policy() {
            return fixture.extension("p", RoutingPolicy.class);
        }
    }

    @Nested
    class Lookup extends NumberLookupContract {
        @Override
        protected NumberLookup lookup() {
            return fixture.extension("p", NumberLookup.class);
        }

        @Override
        protected String known() {
            return "+46701234567";
        }
    }

    @Nested
    class Analyser extends CallAnalyserContract {
        @Override
        protected CallAnalyser analyser() {
            return fixture.extension("p", CallAnalyser.class);
        }
    }
}
