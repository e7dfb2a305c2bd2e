package org.trunkline.node.internal;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.part.PartFailure;

/**
 * A part that cannot start is told in one line. A headless node ends then, with an exit code that scripts see; in the
 * desk it becomes an alarm.
 */
@Component(service = {}, immediate = true)
public final class FailureReport {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);
    /** Read by the launcher. */
    private static final String EXIT_CODE = "trunkline.exit";
    private static final String CANNOT_RUN = "2";
    /** Failures of parts that no call needs. */
    private static final Set<String> WITHOUT = Set.of("plugins-unreadable", "plugins-folder");

    private final BundleContext context;
    private final boolean exits;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile @Nullable NodeReady ready;

    @Activate
    public FailureReport(BundleContext context) {
        this.context = context;
        this.exits = "node".equals(context.getProperty("trunkline.runtime"))
                || Boolean.parseBoolean(context.getProperty("trunkline.exitOnFailure"));
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addFailure(PartFailure failure) {
        if (!exits || ready != null || WITHOUT.contains(failure.code())) { // a running node goes on with what it has
            LOG.error("{}", failure.message());
            return;
        }
        System.err.println("trunkline-node: " + failure.message());
        System.setProperty(EXIT_CODE, CANNOT_RUN);
        try {
            context.getBundle(0).stop();
        } catch (BundleException e) {
            LOG.error("the framework does not stop", e);
        }
    }

    void removeFailure(PartFailure failure) {
        if (!exits || ready != null)
            LOG.info("Cleared: {}", failure.message());
    }
}
