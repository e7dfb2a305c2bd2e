package org.trunkline.apps.schedule.internal.invite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.mail.MailException;
import org.trunkline.api.mail.MailSender;
import org.trunkline.apps.schedule.internal.ScheduledCall;
import org.trunkline.domain.part.PartWarning;

/** Mails guests of scheduled calls what becomes of these. One thread at a time, which waits for the mail server. */
public final class Invitations {
    private static final Logger LOG = LoggerFactory.getLogger(Invitations.class);
    /** In one look: changes of entries are seen between. */
    private static final int MOST_AT_ONCE = 20;
    private static final Duration PAUSE_OF_FILE = Duration.ofMinutes(1);

    /** Asks the node whether an entry was deleted. */
    @FunctionalInterface
    public interface Deleted {
        boolean isGone(String name) throws NodeUnavailableException;
    }

    private final InvitationFile file;
    private final Deleted deleted;
    private final InstantSource clock;
    private Optional<InvitationBook> book = Optional.empty();
    private Instant readAgain = Instant.EPOCH;
    private boolean unwritten;
    private volatile List<PartWarning> warnings = List.of();

    /** @param file its folder is made where it is missing */
    public Invitations(Path file, Deleted deleted, InstantSource clock) {
        this.file = new InvitationFile(file);
        this.deleted = deleted;
        this.clock = clock;
    }

    /**
     * Notices changes, and sends what is due.
     *
     * @param calls as they are now; empty if none changed
     * @param senders where there is one, it sends
     * @return whether all changes were noticed
     */
    public boolean look(Optional<List<ScheduledCall>> calls, List<MailSender> senders) {
        if (!ready())
            return false;
        var now = clock.instant();
        var of = book.orElseThrow();
        var issued = new TreeMap<>(of.issued());
        boolean all = calls.map(them -> of.update(them, this::isGone, now)).orElse(true);
        var due = of.due(now);
        var sender = senders.stream().filter(each -> each.from().isPresent()).findFirst();
        unwritten |= !issued.equals(of.issued());
        if (unwritten)
            write(of); // first: a node that ends in between sends the same version again
        sender.ifPresent(by -> due.stream().limit(MOST_AT_ONCE).forEach(mail -> send(of, mail, by)));
        if (sender.isPresent() && !due.isEmpty())
            write(of);
        warnings = of.warnings(sender.isPresent());
        return all;
    }

    private boolean ready() {
        if (book.isPresent())
            return true;
        if (clock.instant().isBefore(readAgain))
            return false;
        readAgain = clock.instant().plus(PAUSE_OF_FILE);
        try {
            book = Optional.of(file.read());
            return true;
        } catch (IOException e) {
            warnings = List.of(file.unreadable(e));
            LOG.warn("No invitations are sent: {}", e.toString());
            return false;
        }
    }

    private boolean isGone(String name) {
        try {
            return deleted.isGone(name);
        } catch (NodeUnavailableException e) {
            return false; // it is asked again
        }
    }

    private void write(InvitationBook of) {
        try {
            file.write(of);
            unwritten = false;
        } catch (IOException e) {
            unwritten = true;
            LOG.warn("A restart may send invitations twice: {}", e.toString());
        }
    }

    private void send(InvitationBook of, Outgoing mail, MailSender by) {
        try {
            by.send(new InvitationMail(mail, by.from().orElseThrow()).mail());
            of.sent(mail);
        } catch (MailException e) {
            LOG.warn("A mail about the scheduled call {} was not taken: {}", mail.name(), e.why().code()); // the words may name the guest
            of.failed(mail, e.why(), e.passing(), clock.instant());
        }
    }

    public List<PartWarning> warnings() {
        return warnings;
    }
}
