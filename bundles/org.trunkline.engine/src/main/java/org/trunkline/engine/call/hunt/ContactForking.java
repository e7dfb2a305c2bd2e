package org.trunkline.engine.call.hunt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.LegSecurity;
import org.trunkline.engine.call.hunt.CallOriginator.Failure;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.push.PushMessage;
import org.trunkline.engine.port.routing.Directory.Contact;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/** Rings phones: all those of a round at once, one round after the other. */
final class ContactForking implements TargetSet, SleepingPhones.Round {
    private static final int FLOW_FAILED = 430;

    private final TargetHunt search;
    private final CallCore call;
    private final Ringing ringing;
    private final Iterator<List<String>> rounds;
    private final List<Attempt> attempts = new ArrayList<>(2);
    /** Where the phone of an attempt has more flows. */
    private Map<Attempt, Iterator<Contact>> otherFlows = Map.of();
    private Optional<Scheduler.Timer> limit = Optional.empty();
    private int unresolved;
    /** Of the present round; empty where nobody in it has any. */
    private Optional<SleepingPhones> sleeping = Optional.empty();
    /** Contacts of subscribers in {@link #sleeping}. */
    private Map<Contact, Attempt> rung = Map.of();
    private boolean rang;
    private boolean timedOut;
    private boolean done;

    /**
     * Who is rung, and how.
     *
     * @param rounds usernames
     * @param time for each round
     * @param group whose members they are; what one phone answers says nothing of the others then
     */
    record Ringing(List<List<String>> rounds, Duration time, Optional<String> group, Party from, Party to, TargetOrigin lead) {}

    ContactForking(TargetHunt search, Ringing ringing) {
        this.search = search;
        this.call = search.call();
        this.ringing = ringing;
        this.rounds = ringing.rounds().iterator();
    }

    @Override
    public void begin() {
        nextRound();
    }

    private void nextRound() {
        limit.ifPresent(Scheduler.Timer::cancel);
        wakeNoMore(PushMessage.Kind.MISSED);
        while (rounds.hasNext()) {
            int before = attempts.size();
            var users = rounds.next();
            unresolved++; // so that no phone of the round ends it while others are yet to be rung
            for (String username : users)
                ring(username);
            unresolved--;
            if (done || search.over())
                return;
            if (unresolved > 0 || attempts.subList(before, attempts.size()).stream().anyMatch(a -> !a.over()) || sleeps()) {
                limit = Optional.of(call.after(ringing.time(), this::rangLongEnough));
                return;
            }
            wakeNoMore(PushMessage.Kind.MISSED);
        }
        exhausted();
    }

    private boolean sleeps() {
        return sleeping.filter(SleepingPhones::waiting).isPresent();
    }

    private void wakeNoMore(PushMessage.Kind why) {
        sleeping.ifPresent(it -> it.end(why));
        sleeping = Optional.empty();
        rung = Map.of();
    }

    private void ring(String username) {
        boolean wakes = !call.ports().directory().pushSubscriptions(username).isEmpty();
        if (wakes && sleeping.isEmpty()) {
            sleeping = Optional.of(new SleepingPhones(call, search.presentation().toPhone(ringing.from()).from(), ringing.time(), this));
            rung = new HashMap<>();
        }
        if (wakes)
            sleeping.get().take(username);
        var contacts = call.ports().directory().contacts(username);
        if (contacts.isEmpty())
            search.pass(ringing.lead().passedOver(username, Reason.NOT_REGISTERED));
        for (var phone : phones(contacts))
            ringNext(username, phone.iterator());
        if (wakes)
            sleeping.ifPresent(it -> it.wake(username));
    }

    // ---- phones that sleep

    private Stream<Attempt> at(String uri) {
        return rung.entrySet().stream().filter(it -> it.getKey().uri().equals(uri)).map(Map.Entry::getValue);
    }

    @Override
    public Optional<Boolean> heardFrom(String uri) {
        return at(uri).map(ContactForking::heard).reduce(Boolean::logicalOr);
    }

    private static boolean heard(Attempt attempt) {
        return attempt.leg.facts.hasRung() || attempt.status() >= 300 && attempt.status() != FLOW_FAILED;
    }

    @Override
    public void waking() {
        search.waking();
    }

    @Override
    public boolean rings(String uri) {
        return at(uri).anyMatch(it -> !it.over());
    }

    /** Rings what is new, and what was rung in vain before it registered again. */
    @Override
    public void registered(String username) {
        if (done || search.over())
            return;
        for (var contact : call.ports().directory().contacts(username)) {
            boolean known = rung.entrySet().stream().anyMatch(it -> same(it.getKey(), contact)
                    && (heard(it.getValue()) || it.getKey().equals(contact) && !it.getValue().over()));
            if (!known)
                ringNext(username, List.of(contact).iterator());
        }
    }

    /** Whether both are one phone's. */
    private static boolean same(Contact one, Contact other) {
        return one.equals(other) || one.flow().isFlow() && one.flow().instance().equals(other.flow().instance());
    }

    /** Contacts by phone: those of one instance are flows to the same (RFC 5626 §7). */
    private static Collection<List<Contact>> phones(List<Contact> contacts) {
        if (contacts.size() < 2)
            return contacts.isEmpty() ? List.of() : List.of(contacts);
        var phones = new LinkedHashMap<Object, List<Contact>>();
        for (var contact : contacts)
            phones.computeIfAbsent(contact.flow().isFlow() ? contact.flow().instance() : contact, _ -> new ArrayList<>(1)).add(contact);
        return phones.values();
    }

    /** @param flows of one phone that are left */
    private void ringNext(String username, Iterator<Contact> flows) {
        var contact = flows.next();
        unresolved++;
        resolve(contact, hop -> ring(username, contact, hop, flows));
    }

    private void resolve(Contact contact, Consumer<Optional<Hop>> found) {
        var transport = Transport.of(contact.transport());
        if (contact.destination().isPresent()) {
            found.accept(Optional.of(new Hop(contact.destination().get(), transport)));
            return;
        }
        var uri = SipUri.parse(contact.uri());
        if (uri.isEmpty())
            found.accept(Optional.empty());
        else
            call.scope.resolve(uri.get().host(), uri.get().port(), transport, found);
    }

    private void ring(String username, Contact contact, Optional<Hop> hop, Iterator<Contact> flows) {
        unresolved--;
        if (done || search.over())
            return;
        if (hop.isEmpty()) {
            search.pass(ringing.lead().unreachable(contact.uri()));
            ringNextOrSettle(username, flows);
            return;
        }
        if (!call.invite.allows(hop.get().transport())
                || LegSecurity.isOpen(call.ports().directory().srtp(username), hop.get())) {
            search.pass(ringing.lead().passedOver(contact.uri(), Reason.NOT_ENCRYPTED));
            ringNextOrSettle(username, flows);
            return;
        }
        var shown = search.presentation().toPhone(ringing.from());
        // the number dialled: a PBX that registered as one subscriber tells its numbers apart by it
        var remote = new NameAddress("", SipUri.of(ringing.to().normalised(), OutgoingRequest.OWN_HOST));
        var leg = call.legs.open(username, Optional.empty(), shown.from(), remote, hop.get(), shown.contactUser());
        var attempt = new Attempt(search, this, leg, hop.get().shown(), ringing.lead());
        attempts.add(attempt);
        if (sleeping.isPresent())
            rung.put(contact, attempt);
        if (flows.hasNext()) {
            if (otherFlows.isEmpty())
                otherFlows = new HashMap<>();
            otherFlows.put(attempt, flows);
        }
        search.tried(attempt);
        try {
            attempt.begin(contact.uri(), contact.path(), search.diversionHeaders(ringing.to().normalised()));
        } catch (MediaUnavailableException e) {
            search.noMedia(attempt);
        }
    }

    private void ringNextOrSettle(String username, Iterator<Contact> flows) {
        if (flows.hasNext())
            ringNext(username, flows);
        else
            settle();
    }

    /** The phone may be reached over another of its flows: this one is broken (RFC 5626 §7). */
    private boolean triesAnotherFlow(Attempt attempt, int status) {
        var flows = otherFlows.get(attempt);
        boolean broken = (status == 0 || status == FLOW_FAILED) && !attempt.leg.facts.hasRung();
        if (flows == null || !broken)
            return false;
        ringNext(attempt.leg.peer(), flows);
        return true;
    }

    private void rangLongEnough() {
        if (done || search.over())
            return;
        timedOut = true;
        for (var attempt : attempts)
            if (!attempt.over()) {
                attempt.abandon(Verdict.FAILED, Reason.TIMEOUT);
                attempt.leg.release();
            }
        if (search.over())
            return;
        nextRound();
    }

    @Override
    public void lost(Attempt attempt, int status, Reason reason) {
        rang |= attempt.leg.facts.hasRung();
        if (done || search.over())
            return;
        if (status >= 600 && ringing.group().isEmpty()) {
            cancel(Reason.ANSWERED_ELSEWHERE);
            finish(attempt);
        } else if (!triesAnotherFlow(attempt, status)) {
            settle();
        }
    }

    @Override
    public void settle() {
        sleeping.ifPresent(it -> it.review(false));
        if (done || call.over() || unresolved > 0 || attempts.stream().anyMatch(a -> !a.over()) || sleeps())
            return;
        nextRound();
    }

    private void exhausted() {
        Attempt best = null;
        for (var attempt : attempts)
            if (best == null || Statuses.better(attempt.effectiveStatus(), best.effectiveStatus()))
                best = attempt;
        if (timedOut || best != null && ringing.group().isPresent() && rang)
            noAnswer();
        else if (best != null)
            finish(best);
        else if (call.invite.secure)
            end(Kind.UNREACHABLE, Failure.of(480, Cause.NOT_REGISTERED, Statuses.SIPS_NOT_ALLOWED));
        else if (call.ports().directory().contacts(ringing.rounds().getFirst().getFirst()).isEmpty())
            end(Kind.UNREACHABLE, Failure.of(480, Cause.NOT_REGISTERED));
        else
            end(Kind.UNREACHABLE, Failure.of(503, Cause.NOT_REGISTERED));
    }

    private void noAnswer() {
        end(Kind.NO_ANSWER, Failure.of(480, Cause.NO_ANSWER, Statuses.reason(Cause.NO_ANSWER)));
    }

    private void finish(Attempt best) {
        int status = best.effectiveStatus();
        boolean bestRang = best.leg.facts.hasRung();
        var kind = switch (status) {
            case 486, 600, 603 -> Kind.BUSY;
            case 408, 480 -> bestRang ? Kind.NO_ANSWER : Kind.UNREACHABLE;
            case 500, 502, 503, 504 -> Kind.UNREACHABLE;
            default -> Kind.OTHER;
        };
        done = true;
        if (status < 400 && ringing.group().isEmpty() && search.redirected(best))
            return;
        search.ended(this, new Outcome(kind, search.failure(best)));
    }

    private void end(Kind kind, Failure failure) {
        done = true;
        search.ended(this, new Outcome(kind, failure));
    }

    @Override
    public void answered(Attempt attempt) {
        done = true;
        limit.ifPresent(Scheduler.Timer::cancel);
        wakeNoMore(PushMessage.Kind.TAKEN);
        for (var other : attempts)
            if (!other.over())
                other.abandon(Verdict.LOST, Reason.ANSWERED_ELSEWHERE);
        ringing.group().ifPresent(group -> call.ports().directory().tookGroupCall(group, attempt.leg.peer()));
    }

    @Override
    public void cancel(Reason reason) {
        done = true;
        limit.ifPresent(Scheduler.Timer::cancel);
        wakeNoMore(reason == Reason.ANSWERED_ELSEWHERE ? PushMessage.Kind.TAKEN : PushMessage.Kind.MISSED);
        for (var attempt : attempts)
            if (!attempt.over())
                attempt.abandon(reason == Reason.ANSWERED_ELSEWHERE ? Verdict.LOST : Verdict.FAILED, reason);
    }

    @Override
    public boolean oneAfterAnother() {
        return false;
    }
}
