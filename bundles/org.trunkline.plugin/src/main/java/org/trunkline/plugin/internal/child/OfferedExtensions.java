package org.trunkline.plugin.internal.child;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.link.ExtensionTypes;
import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameWriter;
import org.trunkline.plugin.internal.link.Link;
import org.trunkline.plugin.internal.link.Shapes;
import org.trunkline.plugin.internal.link.Topics;
import org.trunkline.spi.http.EventTopic;

/** The services of the plug-in that are extensions: the node is told of each. <b>Threads:</b> any. */
final class OfferedExtensions {
    private static final Logger LOG = LoggerFactory.getLogger(OfferedExtensions.class);

    /** @param service of the plug-in's */
    record Offered(ServiceReference<?> reference, ExtensionType type, Object service) {}

    private final Link link;
    private final ExtensionTypes types = new ExtensionTypes(new Shapes());
    private final Topics topics = new Topics();
    private final Map<Integer, Offered> byNumber = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    OfferedExtensions(Link link) {
        this.link = link;
    }

    ExtensionTypes types() {
        return types;
    }

    Topics topics() {
        return topics;
    }

    Optional<Offered> find(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    void watch(BundleContext context) {
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.REGISTERED)
                offer(context, event.getServiceReference());
            else if (event.getType() == ServiceEvent.UNREGISTERING)
                withdraw(event.getServiceReference());
        });
    }

    private void offer(BundleContext context, ServiceReference<?> reference) {
        for (var name : (String[]) reference.getProperty(Constants.OBJECTCLASS))
            types.find(name).ifPresent(type -> offer(context, reference, type));
    }

    private void offer(BundleContext context, ServiceReference<?> reference, ExtensionType type) {
        var service = context.getService(reference);
        if (service == null) {
            LOG.error("A {} is not offered: its component could not be made; the log has the reason", type.name());
            return;
        }
        if (!type.type().isInstance(service)) {
            LOG.error("A service {} does not implement the product's interface: import its package, do not embed it",
                    type.type().getName());
            return;
        }
        if (service instanceof EventTopic topic)
            topics.add(topic.info().name());
        int number = numbers.incrementAndGet();
        byNumber.put(number, new Offered(reference, type, service));
        var frame = new FrameWriter(FrameKind.OFFER);
        frame.writeLong(number);
        frame.writeText(type.type().getName());
        frame.writeLong(reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0);
        send(frame);
    }

    private void withdraw(ServiceReference<?> reference) {
        byNumber.entrySet().removeIf(entry -> {
            if (!entry.getValue().reference().equals(reference))
                return false;
            var frame = new FrameWriter(FrameKind.WITHDRAW);
            frame.writeLong(entry.getKey());
            send(frame);
            return true;
        });
    }

    private void send(FrameWriter frame) {
        try {
            link.send(frame);
        } catch (IOException e) {
            link.close();
        }
    }
}
