package org.trunkline.phone.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.LineState;
import org.trunkline.phone.Messages;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.PhoneFiles;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.PhoneVideo;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.control.Controls;
import org.trunkline.phone.internal.border.MediaBorder;
import org.trunkline.phone.internal.child.Tone;
import org.trunkline.phone.internal.headset.HeadsetSource;
import org.trunkline.phone.internal.headset.HidrawDevices;
import org.trunkline.phone.internal.message.Carrier;
import org.trunkline.phone.internal.sip.CallMedia;
import org.trunkline.phone.internal.sip.Session;
import org.trunkline.phone.internal.sip.UserAgent;
import org.trunkline.phone.internal.sound.SoundCall;
import org.trunkline.phone.internal.sound.SoundHost;
import org.trunkline.phone.internal.work.Work;
import org.trunkline.phone.internal.work.WorkThread;
import org.trunkline.phone.presence.LampState;
import org.trunkline.phone.presence.Lamps;
import org.trunkline.phone.presence.Presences;
import org.trunkline.phone.presence.RingingCall;
import org.trunkline.phone.presence.UserPresence;

/**
 * Accounts, lines and sound together, as a service of the desk. It does nothing before it has an account. Commands hop to the
 * phone's thread; the state shown is a snapshot.
 */
@Component(service = Phone.class)
public final class SoftPhone implements Phone, UserAgent.Owner, SoundHost.Owner, MediaBorder.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(SoftPhone.class);
    private static final int LINES = 8;
    private static final LocalizableText NONE_REGISTERED = new LocalizableText("phone-none-registered", List.of(),
            "No account is registered. Check the accounts of the phone.");
    private static final Duration SHOWN_AFTER_END = Duration.ofSeconds(5);
    /** From the user's wish to the call by which the node rings the phones. */
    private static final Duration UNTIL_RUNG = Duration.ofSeconds(10);

    private record Line(String id, UserAgent account, Session session) {
        /** @param together as in {@link LineState} */
        LineState shown(boolean together) {
            return new LineState(id, account.account().id(), session.callId(), session.direction(), session.state(), session.number(),
                    session.name(), session.held(), session.heldByOther(), session.media().muted(), together, session.since(), session.answered(),
                    session.media().quality(), session.notice(), session.end(), session.media().video().state());
        }

        boolean is(LineState.State state) {
            return session.state() == state;
        }

        boolean isHeard() {
            return is(LineState.State.TALKING) && !session.held();
        }

        /** Whether its media goes through this phone's own border, and not to a node as it is. */
        boolean isBordered() {
            return !account.account().isAtNode();
        }
    }

    private final Work work;
    private final String instance;
    private final SoundHost sound;
    private final MediaBorder border;
    private final SoftMessages messages;
    private final SoftFiles files;
    private final Watching<Map<String, UserPresence>> presences;
    private final Watching<LampState> lamps;
    private final Map<String, UserAgent> accounts = new LinkedHashMap<>();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Followers<PhoneState> followers;
    /** Lines that are shown only so that their end is seen. */
    private final Set<String> leaving = new HashSet<>();
    private final Gathering gathering = new Gathering();
    private final AtomicLong numbers = new AtomicLong();
    private final PhoneVideo video;
    private final SoftControls controls;
    private boolean doNotDisturb;
    /** Users whose phones a node is about to ring, until when. */
    private final Map<String, Instant> rungByNode = new HashMap<>();
    private Optional<UserPresence> own = Optional.empty();
    private volatile PhoneState state = new PhoneState(List.of(), List.of(), List.of(), SoundChoice.SYSTEM, false, Optional.empty(),
            Optional.empty());

    @Activate
    public SoftPhone(BundleContext context) {
        this(new WorkThread(), new DeskParts(context));
    }

    private SoftPhone(WorkThread work, DeskParts parts) {
        this(work, parts.instance(), parts::classPath);
    }

    /**
     * @param instance URN of this phone, the same after each start (RFC 5626 §4.1)
     * @param classPath what the sound process is made of
     */
    public SoftPhone(Work work, String instance, Supplier<List<Path>> classPath) {
        this(work, instance, classPath, HidrawDevices.ofSystem());
    }

    /** @param headsets found there */
    public SoftPhone(Work work, String instance, Supplier<List<Path>> classPath, HeadsetSource headsets) {
        this.work = work;
        followers = new Followers<>(work);
        this.instance = instance;
        sound = new SoundHost(classPath, work, this);
        border = new MediaBorder(work, this);
        messages = new SoftMessages(work, () -> state.accounts());
        files = new SoftFiles(() -> state.accounts());
        presences = new Watching<>(work, accounts::values, new Watching.Source<>(UserAgent::watch, agent -> Map.copyOf(agent.presences()), Map.of(), Presences.MOST));
        lamps = new Watching<>(work, accounts::values, new Watching.Source<>(UserAgent::watchCalls, UserAgent::calls, LampState.NONE, Lamps.MOST));
        video = new LineVideos(work, sound, (line, command) -> with(line, it -> command.accept(it.session().media().video())), line -> Optional.ofNullable(lines.get(line)).map(it -> it.session().media()));
        controls = new SoftControls(work, this, sound, headsets);
    }

    @Override
    public PhoneState state() {
        return state;
    }

    @Override
    public AutoCloseable follow(Consumer<PhoneState> follower) {
        return followers.follow(follower, () -> state);
    }

    @Override
    public void use(List<PhoneAccount> wanted) {
        work.run(() -> {
            var before = new LinkedHashMap<>(accounts);
            accounts.clear();
            for (var account : wanted) {
                var kept = before.get(account.id());
                if (kept != null && kept.account().equals(account)) {
                    before.remove(account.id());
                    accounts.put(account.id(), kept);
                }
            }
            before.values().forEach(it -> it.close(() -> { }));
            before.keySet().stream().filter(id -> wanted.stream().noneMatch(it -> it.id().equals(id))).forEach(messages::detach);
            var ordered = new LinkedHashMap<String, UserAgent>();
            for (var account : wanted)
                ordered.put(account.id(), Optional.ofNullable(accounts.get(account.id())).orElseGet(() -> opened(account)));
            accounts.clear();
            accounts.putAll(ordered);
            if (wanted.stream().allMatch(PhoneAccount::isAtNode))
                border.close();
            if (!accounts.isEmpty())
                sound.begin();
            changed();
        });
    }

    private UserAgent opened(PhoneAccount account) {
        if (!account.isAtNode())
            border.begin();
        var agent = new UserAgent(account, instance, work, this, border);
        messages.attach(account.id(), agent.messages());
        agent.open();
        return agent;
    }

    @Override
    public String call(Optional<String> account, String target) throws PhoneException {
        var now = state;
        var chosen = now.accounts().stream().filter(it -> account.isPresent() ? it.account().id().equals(account.get())
                : it.registration() == AccountState.Registration.REGISTERED).findFirst().orElseThrow(() -> new PhoneException(
                        account.isPresent() ? new LocalizableText("phone-no-account", List.of(), "This account no longer exists.")
                                : NONE_REGISTERED));
        checkFree(now);
        var uri = UserAgent.uri(target, chosen.account().domain());
        var id = newLine();
        work.run(() -> Optional.ofNullable(accounts.get(chosen.account().id())).ifPresent(agent -> {
            hear(Set.of());
            add(id, agent, agent.call(uri, target.strip()));
        }));
        return id;
    }

    private static void checkFree(PhoneState now) throws PhoneException {
        if (now.lines().stream().filter(it -> it.state() != LineState.State.ENDED).count() >= LINES)
            throw new PhoneException(new LocalizableText("phone-no-line", List.of(String.valueOf(LINES)),
                    "There are already " + LINES + " calls. End one first."));
    }

    @Override
    public String pickUp(RingingCall call) throws PhoneException {
        var now = state;
        var chosen = now.accounts().stream().filter(it -> it.registration() == AccountState.Registration.REGISTERED
                && it.account().isAtNode()).findFirst().orElseThrow(() -> new PhoneException(NONE_REGISTERED));
        checkFree(now);
        var uri = UserAgent.uri(call.peer(), chosen.account().domain());
        var id = newLine();
        work.run(() -> lamps.watcher().ifPresent(agent -> {
            hear(Set.of());
            add(id, agent, agent.pickUp(uri, call));
        }));
        return id;
    }

    private String newLine() {
        return "line-" + numbers.incrementAndGet();
    }

    private void add(String id, UserAgent agent, Session session) {
        lines.put(id, new Line(id, agent, session));
        changed();
    }

    /** One conversation is heard at a time. */
    private void hear(Set<String> conversation) {
        for (var each : lines.values()) {
            boolean wanted = conversation.contains(each.id());
            if (each.is(LineState.State.TALKING) && each.session().held() == wanted)
                each.session().hold(!wanted);
        }
    }

    private void with(String line, Consumer<Line> command) {
        work.run(() -> Optional.ofNullable(lines.get(line)).ifPresent(it -> {
            command.accept(it);
            changed();
        }));
    }

    @Override
    public void answer(String line) {
        with(line, it -> {
            hear(Set.of(line));
            it.session().answer();
        });
    }

    @Override
    public void hangUp(String line) {
        with(line, it -> it.session().hangUp());
    }

    @Override
    public void hold(String line, boolean held) {
        with(line, it -> {
            it.session().hold(held);
            if (!held)
                hear(gathering.of(line));
        });
    }

    @Override
    public void mute(String line, boolean muted) {
        with(line, it -> mute(gathering.of(line), muted));
    }

    /** Who is muted is heard by nobody of a conversation. */
    private void mute(Set<String> conversation, boolean muted) {
        conversation.forEach(id -> lines.get(id).session().media().mute(muted));
    }

    @Override
    public void press(String line, char key) {
        if ("0123456789*#ABCD".indexOf(Character.toUpperCase(key)) >= 0)
            with(line, it -> it.session().media().press(Character.toUpperCase(key)));
    }

    @Override
    public void transfer(String line, String target) throws PhoneException {
        var domain = state.lines().stream().filter(it -> it.id().equals(line)).findFirst()
                .flatMap(it -> state.accounts().stream().filter(account -> account.account().id().equals(it.account())).findFirst())
                .map(it -> it.account().domain()).orElse("invalid");
        var uri = UserAgent.uri(target, domain);
        with(line, it -> it.session().transfer(uri));
    }

    @Override
    public void connect(String line, String otherLine) {
        with(line, it -> Optional.ofNullable(lines.get(otherLine)).ifPresent(other -> it.session().connect(other.session())));
    }

    @Override
    public void conference(String line, String otherLine) {
        with(line, it -> Optional.ofNullable(lines.get(otherLine)).filter(other -> other != it).ifPresent(other -> {
            if (it.isBordered() && other.isBordered())
                gather(it, other);
            else if (it.account() == other.account())
                join(it, other);
        }));
    }

    private void gather(Line one, Line other) {
        if (!one.is(LineState.State.TALKING) || !other.is(LineState.State.TALKING))
            return;
        gathering.bring(one.id(), other.id());
        var together = gathering.of(one.id());
        hear(together);
        if (together.stream().anyMatch(id -> lines.get(id).session().media().muted()))
            mute(together, true);
    }

    @Override
    public void separate(String line) {
        with(line, it -> {
            if (!gathering.has(line))
                return;
            gathering.leave(line);
            if (it.isHeard() && lines.values().stream().anyMatch(other -> other != it && other.isHeard()))
                it.session().hold(true);
        });
    }

    private void join(Line one, Line other) {
        var there = Stream.of(one, other).filter(it -> it.shown(false).isConference()).findFirst();
        var domain = one.account().account().domain();
        var name = there.map(it -> it.session().number()).orElseGet(SoftPhone::conferenceName);
        var uri = "sip:" + name + '@' + domain;
        for (var each : List.of(one, other))
            if (!there.equals(Optional.of(each)))
                each.session().transfer(uri);
        if (there.isEmpty())
            add(newLine(), one.account(), one.account().call(uri, name));
        else
            there.get().session().hold(false);
    }

    /** Not to be guessed: who knows it can join. */
    private static String conferenceName() {
        return LineState.CONFERENCE + UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    public Messages messages() {
        return messages;
    }

    @Override
    public PhoneFiles files() {
        return files;
    }

    @Override
    public Presences presences() {
        return new SoftPresences(presences, now -> work.run(() -> {
            own = Optional.of(now);
            changed();
        }));
    }

    @Override
    public Lamps lamps() {
        return new SoftLamps(lamps);
    }

    @Override
    public void leaveToOthers(String user) {
        work.run(() -> rungByNode.put(user, work.now().plus(UNTIL_RUNG)));
    }

    @Override
    public void doNotDisturb(boolean on) {
        work.run(() -> {
            doNotDisturb = on;
            changed();
        });
    }

    @Override
    public void choose(SoundChoice choice) {
        work.run(() -> sound.choose(choice));
    }

    @Override
    public void testSound() {
        work.run(sound::testSound);
    }

    @Override
    public Controls controls() {
        return controls;
    }

    @Override
    public PhoneVideo video() {
        return video;
    }

    /** Ends calls and registrations; the servers have a second for it. */
    @Deactivate
    public void close() {
        var closed = new CountDownLatch(1);
        work.run(() -> {
            var open = new AtomicInteger(accounts.size() + 1);
            Runnable oneLess = () -> {
                if (open.decrementAndGet() == 0)
                    closed.countDown();
            };
            accounts.values().forEach(it -> it.close(oneLess));
            accounts.clear();
            controls.close();
            sound.close();
            border.close();
            oneLess.run();
        });
        try {
            if (!closed.await(2, TimeUnit.SECONDS))
                LOG.warn("the phone was closed before its servers had answered");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        work.close();
    }

    // --- on the phone's thread

    @Override
    public boolean admits() {
        return !doNotDisturb && lines.values().stream().filter(it -> !it.is(LineState.State.ENDED)).count() < LINES;
    }

    @Override
    public boolean leavesToOthers(PhoneAccount account) {
        rungByNode.values().removeIf(until -> until.isBefore(work.now()));
        return account.isAtNode() && sound.trouble().isPresent() && rungByNode.remove(account.user()) != null;
    }

    @Override
    public CallMedia media() {
        return sound.call();
    }

    @Override
    public void incoming(UserAgent account, Session session) {
        add(newLine(), account, session);
    }

    @Override
    public void message(UserAgent account, Carrier.Incoming message) {
        messages.received(account.account().id(), message);
    }

    @Override
    public void lost(SoundCall call, LocalizableText why) {
        failed(call, why);
    }

    @Override
    public void failed(CallMedia call, LocalizableText why) {
        lines.values().stream().filter(it -> it.session().media().isOf(call)).toList().forEach(it -> it.session().breakOff(why));
    }

    @Override
    public void path(SoundCall call, boolean works) {
        lines.values().stream().filter(it -> it.session().media().isOf(call)).toList().forEach(it -> it.account().path(it.session(), works));
    }

    @Override
    public void moved(LocalizableText what) {
        lines.values().stream().filter(it -> it.is(LineState.State.TALKING)).forEach(it -> it.session().notice(what));
    }

    @Override
    public void pressed(String key) {
        controls.pressed(key);
    }

    @Override
    public void keysTaken(List<String> keys, Map<String, String> refused) {
        controls.keysTaken(keys, refused);
    }

    @Override
    public void changed() {
        for (var each : List.copyOf(lines.values()))
            if (each.is(LineState.State.ENDED))
                removeLater(each);
            else
                each.session().offerVideo();
        letHearEachOther();
        ring();
        own.map(this::shownToOthers).ifPresent(it -> accounts.values().forEach(account -> account.publish(it)));
        presences.changed();
        lamps.changed();
        var next = new PhoneState(accounts.values().stream().map(UserAgent::state).toList(),
                lines.values().stream().map(it -> it.shown(gathering.has(it.id()))).toList(), sound.devices(), sound.choice(), doNotDisturb, sound.trouble(),
                sound.test());
        if (Objects.equals(next, state))
            return;
        state = next;
        followers.tell(next);
        controls.calls(next);
    }

    /** One who has this phone on hold would let the others hear the music. */
    private void letHearEachOther() {
        gathering.keep(id -> Optional.ofNullable(lines.get(id)).filter(it -> it.is(LineState.State.TALKING)).isPresent());
        border.together(lines.values().stream().filter(it -> gathering.has(it.id()) && it.isHeard() && !it.session().heldByOther())
                .map(it -> it.session().media()).toList());
    }

    private UserPresence shownToOthers(UserPresence chosen) {
        return chosen.shown(doNotDisturb, lines.values().stream().anyMatch(it -> it.is(LineState.State.TALKING)
                || it.session().direction() == LineState.Direction.OUT && !it.is(LineState.State.ENDED)));
    }

    private void removeLater(Line line) {
        if (leaving.add(line.id()))
            work.after(SHOWN_AFTER_END, () -> {
                leaving.remove(line.id());
                lines.remove(line.id());
                changed();
            });
    }

    private void ring() {
        boolean talking = lines.values().stream().anyMatch(Line::isHeard);
        boolean incoming = false;
        boolean ringback = false;
        for (var each : lines.values())
            if (each.is(LineState.State.RINGING)) {
                incoming |= each.session().direction() == LineState.Direction.IN;
                ringback |= each.session().direction() == LineState.Direction.OUT && !each.session().earlyMedia();
            }
        sound.play(Tone.of(talking, incoming, ringback));
    }
}
