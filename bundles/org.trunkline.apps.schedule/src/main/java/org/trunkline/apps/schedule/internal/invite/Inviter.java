package org.trunkline.apps.schedule.internal.invite;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.mail.MailSender;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.apps.schedule.internal.CallEntries;
import org.trunkline.apps.schedule.internal.CallKind;
import org.trunkline.apps.schedule.internal.Schedule;
import org.trunkline.domain.part.PartWarning;

/** Invites the guests of scheduled calls while the node runs, on a thread of its own: it waits for the mail server. */
@Component(immediate = true, configurationPid = Schedule.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Inviter implements PartWarning.Source {
    private static final Logger LOG = LoggerFactory.getLogger(Inviter.class);
    private static final int LOOK_SECONDS = 2;
    private static final int STOP_SECONDS = 2;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile List<MailSender> senders = List.of();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("invitations").factory());
    private final CallEntries entries;
    private final Invitations invitations;

    @Activate
    public Inviter(@Reference EntryReader entries, @Reference Node node, Schedule.Config config) {
        this.entries = new CallEntries(entries, node);
        invitations = new Invitations(Path.of(config.dataDir(), Schedule.FOLDER, "invitations"),
                name -> node.entries().find(CallKind.OWNER, CallKind.KIND, name).isEmpty(), InstantSource.system());
        thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            if (!invitations.look(entries.changed(InstantSource.system().instant()), senders))
                entries.again();
        } catch (RuntimeException e) { // it is looked again
            LOG.warn("The invitations cannot be looked at: {}", e.toString());
        }
    }

    @Override
    public List<PartWarning> warnings() {
        return invitations.warnings();
    }

    @Deactivate
    void stop() {
        entries.close();
        thread.shutdownNow();
        try {
            thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
