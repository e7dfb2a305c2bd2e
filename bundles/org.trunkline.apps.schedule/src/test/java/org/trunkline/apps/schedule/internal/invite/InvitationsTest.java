package org.trunkline.apps.schedule.internal.invite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.mail.Mail;
import org.trunkline.api.mail.MailException;
import org.trunkline.api.mail.MailSender;
import org.trunkline.apps.schedule.internal.ScheduledCall;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartWarning;

class InvitationsTest {
    private static final Pattern VERSION = Pattern.compile("UID:(\\S+)\r\nSEQUENCE:(\\d+)\r\n");

    /** Takes mails, or does not. */
    private static final class Server implements MailSender {
        final List<Mail> taken = new ArrayList<>();
        boolean on = true;
        Optional<MailException> refusal = Optional.empty();

        @Override
        public Optional<String> from() {
            return on ? Optional.of("trunkline@example.com") : Optional.empty();
        }

        @Override
        public void send(Mail mail) throws MailException {
            if (refusal.isPresent())
                throw refusal.get();
            taken.add(mail);
        }
    }

    @TempDir
    Path folder;
    private final Server server = new Server();
    private final Map<String, Map<String, String>> entries = new HashMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private boolean down;
    private Invitations invitations;

    @BeforeEach
    void start() {
        invitations = new Invitations(folder.resolve("data/invitations"), name -> {
            if (down)
                throw new NodeUnavailableException("store-down", List.of(), "down");
            return !entries.containsKey(name);
        }, () -> now);
    }

    private void save(String name, String guests, String... more) {
        var entry = new HashMap<>(Map.of("name", name, "at", "2026-11-30 09:00", "zone", "Europe/Stockholm", "repeat", "weekly", "number", "8000",
                "subscribers", "anna", "invite", guests));
        for (int i = 0; i < more.length; i += 2)
            entry.put(more[i], more[i + 1]);
        entries.put(name, entry);
    }

    /** @return what was taken, as {@code INVITATION a@x 0} */
    private List<String> look() {
        server.taken.clear();
        invitations.look(Optional.of(entries.values().stream().filter(entry -> !unreadable.contains(entry.get("name"))).map(ScheduledCall::of).toList()),
                List.of(server));
        return server.taken.stream().map(InvitationsTest::shown).sorted().toList();
    }

    private static String shown(Mail mail) {
        var version = VERSION.matcher(mail.calendar().orElseThrow().content());
        assertTrue(version.find());
        return mail.calendar().orElseThrow().method() + " " + mail.to() + " " + version.group(2);
    }

    private String uid() {
        var version = VERSION.matcher(server.taken.getFirst().calendar().orElseThrow().content());
        assertTrue(version.find());
        return version.group(1);
    }

    private void refuse(String why, boolean passing) {
        server.refusal = Optional.of(new MailException(new LocalizableText("mail-answered", List.of(why, "MAIL"), why), passing, new Exception(why)));
    }

    @Test
    void eachGuestIsInvitedOnceAndKnowsEachChange() {
        save("Sales", "a@x.com, b@x.com");
        assertEquals(List.of("REQUEST a@x.com 0", "REQUEST b@x.com 0"), look());
        String uid = uid();
        assertEquals(List.of(), look());
        save("Sales", "a@x.com, b@x.com", "at", "2026-11-30 10:00");
        assertEquals(List.of("REQUEST a@x.com 1", "REQUEST b@x.com 1"), look());
        assertEquals(uid, uid());
        assertTrue(server.taken.getFirst().subject().startsWith("Changed: "));
        save("Sales", "a@x.com, b@x.com", "at", "2026-11-30 10:00", "subscribers", "anna, bo");
        assertEquals(List.of(), look(), "guests have nothing of whose phones ring");
        save("Sales", "A@x.com, c@x.com", "at", "2026-11-30 10:00");
        assertEquals(List.of("CANCEL b@x.com 2", "REQUEST c@x.com 2"), look());
        assertEquals(uid, uid());
    }

    @Test
    void whatIsDeletedSwitchedOffOrWithoutGuestsIsCancelled() {
        save("Sales", "a@x.com");
        look();
        entries.clear();
        assertEquals(List.of("CANCEL a@x.com 1"), look());
        assertEquals(List.of(), look());
        save("Sales", "a@x.com");
        assertEquals(List.of("REQUEST a@x.com 0"), look());
        save("Sales", "a@x.com", "enabled", "false");
        assertEquals(List.of("CANCEL a@x.com 1"), look());
        save("Sales", "a@x.com");
        look();
        save("Sales", "");
        assertEquals(List.of("CANCEL a@x.com 1"), look());
    }

    @Test
    void whatIsOverIsNotCancelled() {
        save("Once", "a@x.com", "repeat", "once", "at", "2026-11-23 14:00", "length", "30");
        look();
        now = now.plus(Duration.ofHours(2));
        entries.clear();
        assertEquals(List.of(), look());
    }

    @Test
    void whatCannotBeReadIsNotTakenForDeleted() {
        save("Sales", "a@x.com");
        look();
        unreadable.add("Sales");
        assertEquals(List.of(), look());
        entries.clear();
        down = true;
        assertEquals(List.of(), look());
        down = false;
        assertEquals(List.of("CANCEL a@x.com 1"), look());
    }

    @Test
    void aRestartForgetsNothingAndSendsNothingTwice() throws Exception {
        save("Sales", "a@x.com");
        look();
        String uid = uid();
        refuse("450 busy", true);
        save("Sales", "a@x.com", "title", "Möte");
        assertEquals(List.of(), look());
        server.refusal = Optional.empty();
        start();
        assertEquals(List.of(), look(), "it is too early");
        now = now.plus(InvitationBook.PAUSES.getFirst());
        assertEquals(List.of("REQUEST a@x.com 1"), look());
        assertEquals(uid, uid());
        start();
        assertEquals(List.of(), look());
        entries.clear();
        start();
        assertEquals(List.of("CANCEL a@x.com 2"), look());
        assertEquals(Set.of("rw-------"), Set.of(PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("data/invitations")))));
    }

    @Test
    void whatIsNotTakenIsAnAlarmAndTriedAgain() {
        refuse("450 busy", true);
        save("Sales", "a@x.com, b@x.com");
        look();
        assertEquals(List.of("Sales [a@x.com, b@x.com, 450 busy]"), alarms());
        server.refusal = Optional.empty();
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(List.of("REQUEST a@x.com 0", "REQUEST b@x.com 0"), look());
        assertEquals(List.of(), alarms());
    }

    private List<String> alarms() {
        return invitations.warnings().stream().filter(warning -> warning.code().equals("invitation-not-sent"))
                .map(warning -> warning.subject() + " " + warning.args()).toList();
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgainUntilItChanges() {
        refuse("550 no such user", false);
        save("Sales", "a@x.com");
        look();
        server.refusal = Optional.empty();
        now = now.plus(Duration.ofHours(23));
        assertEquals(List.of(), look());
        assertEquals(List.of("Sales [a@x.com, 550 no such user]"), alarms());
        save("Sales", "a@x.com", "title", "New");
        assertEquals(List.of("REQUEST a@x.com 1"), look());
        assertEquals(List.of(), alarms());
    }

    @Test
    void aMailServerThatStaysAwayIsNotWaitedForWithoutEnd() {
        refuse("421 away", true);
        save("Sales", "a@x.com");
        for (int hours = 0; hours < 80; hours++) {
            look();
            now = now.plus(Duration.ofHours(1));
        }
        assertEquals(List.of(), alarms(), "the alarm ended a day after the last try");
        server.refusal = Optional.empty();
        assertEquals(List.of(), look());
    }

    @Test
    void withoutAMailServerItWaitsAndSaysSo() {
        server.on = false;
        save("Sales", "a@x.com");
        look();
        assertEquals(List.of("mail-off"), invitations.warnings().stream().map(PartWarning::why).map(LocalizableText::code).toList());
        save("Sales", "a@x.com", "title", "Other");
        look();
        server.on = true;
        assertEquals(List.of("REQUEST a@x.com 1"), look());
        assertTrue(server.taken.getFirst().subject().startsWith("Invitation: "), "the guest had none before");
        assertEquals(List.of(), invitations.warnings());
    }

    @Test
    void whoWasNeverInvitedIsNotToldThatItIsCancelled() {
        server.on = false;
        save("Sales", "a@x.com");
        look();
        entries.clear();
        look();
        server.on = true;
        assertEquals(List.of(), look());
        assertEquals(List.of(), invitations.warnings());
    }

    @Test
    void thereIsABoundToWhatWaits() {
        server.on = false;
        String twenty = String.join(",", IntStream.range(0, 20).mapToObj(i -> "a" + i + "@x.com").toList());
        for (int i = 0; i < 101; i++)
            save("Call " + i, twenty);
        assertFalse(invitations.look(Optional.of(entries.values().stream().map(ScheduledCall::of).toList()), List.of(server)));
        server.on = true;
        int sent = 0;
        for (int looks = 0; looks < 110; looks++)
            sent += look().size();
        assertEquals(2020, sent, "what had no room comes later");
    }

    @Test
    void aDamagedFileIsNotOverwritten() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/invitations"), "?");
        save("Sales", "a@x.com");
        assertEquals(List.of(), look());
        assertEquals(List.of("invitations-unreadable"), invitations.warnings().stream().map(PartWarning::code).toList());
        Files.delete(folder.resolve("data/invitations"));
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(List.of("REQUEST a@x.com 0"), look());
    }
}
