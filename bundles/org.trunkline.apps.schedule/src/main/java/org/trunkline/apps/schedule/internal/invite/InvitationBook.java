package org.trunkline.apps.schedule.internal.invite;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.trunkline.apps.schedule.internal.ScheduledCall;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Kind;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Tries;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Version;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartWarning;

/** Which guests have which version of which call, and the mails that are still to be sent. One thread at a time. */
final class InvitationBook {
    /** Mails that wait; what is changed beyond that is noticed once there is room. */
    static final int MOST_WAITING = 2_000;
    static final List<Duration> PAUSES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));
    /** A mail server that is away longer than that is not waited for. */
    static final Duration PATIENCE = Duration.ofDays(2);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final LocalizableText MAIL_OFF =
            new LocalizableText("mail-off", List.of(), "this node sends no e-mail: trunkline.smtp.host is not set");

    /** An event as its guests have it, once their mails are sent. @param guests addresses */
    record Issued(String uid, int sequence, Event event, List<String> guests) {
        Issued {
            guests = List.copyOf(guests);
        }
    }

    private final Map<String, Issued> issued;
    private List<Outgoing> waiting;

    /** @param issued by name of the entry @param waiting the oldest first */
    InvitationBook(Map<String, Issued> issued, List<Outgoing> waiting) {
        this.issued = new TreeMap<>(issued);
        this.waiting = new ArrayList<>(waiting);
    }

    Map<String, Issued> issued() {
        return issued;
    }

    List<Outgoing> waiting() {
        return waiting;
    }

    /**
     * Compares the calls with what guests have.
     *
     * @param gone whether an entry that is not among the calls was deleted; it may only be unreadable now
     * @return whether there is room for all changes
     */
    boolean update(List<ScheduledCall> calls, Predicate<String> gone, Instant now) {
        boolean room = true;
        var byName = calls.stream().collect(Collectors.toMap(ScheduledCall::name, call -> call));
        for (String name : List.copyOf(issued.keySet()))
            if (!invites(byName.get(name), now) && (byName.containsKey(name) || gone.test(name)))
                room &= withdraw(name, now);
        for (var call : calls)
            if (invites(call, now))
                room &= invite(call, now);
        return room;
    }

    private static boolean invites(ScheduledCall call, Instant now) {
        return call != null && call.enabled() && !call.notices().guests().isEmpty() && !Event.of(call).isOver(now);
    }

    private boolean invite(ScheduledCall call, Instant now) {
        var event = Event.of(call);
        var guests = call.notices().guests();
        var before = Optional.ofNullable(issued.get(call.name()));
        if (before.filter(has -> has.event().equals(event) && has.guests().equals(guests)).isPresent())
            return true;
        var out = before.map(Issued::guests).orElse(List.of()).stream().filter(guest -> !has(guests, guest)).toList();
        if (waiting.size() + guests.size() + out.size() > MOST_WAITING)
            return false;
        var after = new Issued(before.map(Issued::uid).orElseGet(() -> UUID.randomUUID().toString()),
                before.map(has -> has.sequence() + 1).orElse(0), event, guests);
        var version = new Version(after.uid(), after.sequence(), now);
        before.ifPresent(has -> out.forEach(guest -> add(new Outgoing(call.name(), version, Kind.CANCELLATION, guest, has.event(), List.of(guest),
                Tries.none(now)))));
        boolean changed = before.filter(has -> has.event().equals(event)).isEmpty();
        for (String guest : guests) {
            boolean known = before.filter(has -> has(has.guests(), guest)).isPresent();
            if (changed || !known)
                add(new Outgoing(call.name(), version, known ? Kind.CHANGE : Kind.INVITATION, guest, event, guests, Tries.none(now)));
        }
        issued.put(call.name(), after);
        return true;
    }

    private boolean withdraw(String name, Instant now) {
        var has = issued.get(name);
        if (has.event().isOver(now)) {
            issued.remove(name);
            return true;
        }
        if (waiting.size() + has.guests().size() > MOST_WAITING)
            return false;
        issued.remove(name);
        var version = new Version(has.uid(), has.sequence() + 1, now);
        has.guests().forEach(guest -> add(new Outgoing(name, version, Kind.CANCELLATION, guest, has.event(), has.guests(), Tries.none(now))));
        return true;
    }

    private static boolean has(List<String> guests, String guest) {
        return guests.stream().anyMatch(guest::equalsIgnoreCase);
    }

    /** Instead of an earlier mail to the same guest; an invitation that never went out needs no change and no cancellation. */
    private void add(Outgoing mail) {
        boolean unseen = waiting.stream().anyMatch(other -> mail.replaces(other) && other.kind() == Kind.INVITATION && other.tries().count() == 0);
        waiting.removeIf(mail::replaces);
        if (!unseen)
            waiting.add(mail);
        else if (mail.kind() != Kind.CANCELLATION)
            waiting.add(new Outgoing(mail.name(), mail.version(), Kind.INVITATION, mail.to(), mail.event(), mail.guests(), mail.tries()));
    }

    /** Forgets what is of no use any more. @return the mails to try now, the oldest first */
    List<Outgoing> due(Instant now) {
        waiting.removeIf(mail -> mail.tries().over() ? mail.tries().next().plus(REMEMBERED).isBefore(now) : mail.event().isOver(now));
        return waiting.stream().filter(mail -> !mail.tries().over() && !mail.tries().next().isAfter(now)).toList();
    }

    void sent(Outgoing mail) {
        waiting.remove(mail);
    }

    /** @param passing whether it may be taken later */
    void failed(Outgoing mail, LocalizableText why, boolean passing, Instant now) {
        int at = waiting.indexOf(mail);
        if (at < 0)
            return;
        int count = mail.tries().count();
        boolean over = !passing || mail.version().at().plus(PATIENCE).isBefore(now);
        var pause = PAUSES.get(Math.min(count, PAUSES.size() - 1));
        waiting.set(at, mail.tried(new Tries(count + 1, over ? now : now.plus(pause), why, over)));
    }

    /** For each call whose mails were not taken. @param on whether the node has a mail server */
    List<PartWarning> warnings(boolean on) {
        var late = new TreeMap<String, List<Outgoing>>();
        for (var mail : waiting)
            if (!on || !mail.tries().why().isEmpty())
                late.computeIfAbsent(mail.name(), _ -> new ArrayList<>()).add(mail);
        return late.entrySet().stream().map(entry -> warning(entry.getKey(), entry.getValue(), on)).toList();
    }

    private static PartWarning warning(String name, List<Outgoing> mails, boolean on) {
        var why = on ? mails.getLast().tries().why() : MAIL_OFF;
        String guests = mails.stream().map(Outgoing::to).collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new),
                all -> String.join(", ", all)));
        return new PartWarning("invitation-not-sent", name, List.of(guests, why.message()),
                "The scheduled call " + name + ": the invitation to " + guests + " was not sent: " + why.message(),
                why.code().isEmpty() ? LocalizableText.NOTHING : why);
    }
}
