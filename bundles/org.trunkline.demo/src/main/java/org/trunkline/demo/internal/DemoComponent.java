package org.trunkline.demo.internal;

import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.DemoTraffic;
import org.trunkline.api.node.Node;

/** Offers the demo; starts it by itself with the system property {@code trunkline.demo=true}. */
@Component(service = DemoTraffic.class, immediate = true)
public final class DemoComponent implements DemoTraffic {
    private static final Logger LOG = LoggerFactory.getLogger(DemoComponent.class);

    private final Node node;
    private Optional<Traffic> traffic = Optional.empty();

    @Activate
    public DemoComponent(BundleContext context, @Reference Node node) {
        this.node = node;
        if ("true".equals(context.getProperty("trunkline.demo")))
            Thread.ofVirtual().name("demo-start").start(this::startByItself);
    }

    private void startByItself() {
        try {
            start();
        } catch (DemoRefusedException e) {
            LOG.error("No demo traffic: {}", e.getMessage());
        }
    }

    @Override
    public synchronized boolean running() {
        return traffic.isPresent();
    }

    @Override
    public synchronized void start() throws DemoRefusedException {
        if (traffic.isPresent())
            return;
        try {
            traffic = Optional.of(new Traffic(node, System.nanoTime()));
        } catch (NodeUnavailableException e) {
            throw new DemoRefusedException("The node does not answer: " + e.getMessage());
        }
        LOG.info("Demo traffic: {} trunks, {} numbers, {} subscribers, about one call a second", 3, Cast.NUMBERS,
                Cast.PEOPLE.size());
    }

    @Override
    @Deactivate
    public synchronized void stop() {
        traffic.ifPresent(Traffic::close);
        traffic = Optional.empty();
    }
}
