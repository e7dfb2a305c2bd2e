package org.trunkline.node.internal;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.node.Node;
import org.trunkline.domain.part.Listening;
import org.trunkline.engine.component.Registrations;

/** Says in one line, and in the file {@code node.ready}, that the node is up and where, for people and scripts. */
@Component(service = {}, immediate = true)
public final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final int PATIENCE_SECONDS = 10;

    private final BundleContext context;
    private final Path data;
    private final List<Listening> listening = new ArrayList<>();
    private boolean searchable;
    private boolean stopped;
    private Optional<ServiceRegistration<NodeReady>> announced = Optional.empty();

    /** @param node only so that this comes after it */
    @Activate
    public Announcer(BundleContext context, @Reference NodeHome home, @Reference Node node) {
        this.context = context;
        this.data = home.settings().data();
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(this::waitedEnough);
    }

    /** Ready means that the newest record can be found, too; but an index that is being rebuilt may take its time. */
    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    synchronized void setSearch(CdrSearch search) {
        searchable = true;
        announceIfReady();
    }

    void unsetSearch(CdrSearch search) {
        // ready once is ready: what fails later is an alarm
    }

    private synchronized void waitedEnough() {
        searchable = true;
        announceIfReady();
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    synchronized void addListening(Listening listener) {
        listening.add(listener);
        announceIfReady();
    }

    synchronized void removeListening(Listening listener) {
        listening.remove(listener);
    }

    private List<String> at(String what) {
        return listening.stream().filter(l -> l.what().equals(what)).map(Listening::address).sorted().toList();
    }

    private void announceIfReady() {
        if (!stopped && announced.isEmpty() && searchable && !at(Listening.SIP).isEmpty() && !at(Listening.HTTP).isEmpty())
            announce();
    }

    private void announce() {
        String sip = at(Listening.SIP).stream().map(a -> a.substring(a.indexOf(' ') + 1)).distinct()
                .collect(Collectors.joining(", "));
        String transports = at(Listening.SIP).stream().map(a -> a.substring(0, Math.max(0, a.indexOf(' '))))
                .distinct().sorted((a, b) -> b.compareTo(a)).collect(Collectors.joining("/"));
        String http = String.join(", ", at(Listening.HTTP));
        String line = "Node ready: SIP " + transports + " " + sip + ", admin API " + http + ", data " + data;
        LOG.info("{}", line);
        write("pid=" + ProcessHandle.current().pid() + "\nsip=" + sip + "\nhttp=" + http + "\n");
        announced = Optional.of(context.registerService(NodeReady.class, new NodeReady(line), null));
    }

    /** Whole or not at all: scripts wait for the file, then read it. */
    private void write(String text) {
        try {
            Path fresh = Files.writeString(data.resolve("node.ready.new"), text);
            Files.move(fresh, Boot.readyFile(data), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", Boot.readyFile(data), e.getMessage());
        }
    }

    @Deactivate
    synchronized void stop() {
        stopped = true;
        try {
            Files.deleteIfExists(Boot.readyFile(data));
        } catch (IOException e) {
            LOG.debug("{} stays", Boot.readyFile(data), e);
        }
        announced.ifPresent(Registrations::unregister);
    }
}
