package org.trunkline.node.internal.routing;

import java.util.Optional;

import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.directory.LiveDirectory;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.spi.routing.TrunkLoad;

/** The configured trunks, as advice about a call needs them. <b>Threads:</b> any; takes no lock. */
public interface TrunkBook {
    Optional<Trunk> trunk(String name);

    /** How a call goes out on a trunk, by the trunk's own rules; empty where the rules leave nothing to dial. */
    Optional<TrunkTarget> target(Trunk trunk, RouteRequest request, Decision decided);

    TrunkLoad load(Trunk trunk);

    static TrunkBook of(LiveDirectory directory) {
        return new TrunkBook() {
            @Override
            public Optional<Trunk> trunk(String name) {
                return directory.trunk(name);
            }

            @Override
            public Optional<TrunkTarget> target(Trunk trunk, RouteRequest request, Decision decided) {
                return directory.target(trunk, request, decided);
            }

            @Override
            public TrunkLoad load(Trunk trunk) {
                var use = directory.use(trunk.name());
                return new TrunkLoad(use.calls(), trunk.limits().maxCalls(), !use.down(), use.asr());
            }
        };
    }
}
