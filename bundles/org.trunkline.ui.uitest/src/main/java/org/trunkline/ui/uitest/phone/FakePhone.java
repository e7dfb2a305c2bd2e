package org.trunkline.ui.uitest.phone;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.SoundDevice;
import org.trunkline.phone.SoundDevice.Use;
import org.trunkline.phone.SoundQuality;
import org.trunkline.phone.SoundTest;
import org.trunkline.phone.VideoState;
import org.trunkline.phone.presence.RingingCall;
import org.trunkline.phone.presence.UserPresence;

/** A phone without network and sound, whose other side is the test. */
final class FakePhone implements Phone {
    private final List<Consumer<PhoneState>> followers = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> left = new CopyOnWriteArrayList<>();
    private PhoneState state = new PhoneState(List.of(), List.of(),
            List.of(new SoundDevice("mic", "Headset microphone", Use.MICROPHONE), new SoundDevice("head", "Headset", Use.LOUDSPEAKER),
                    new SoundDevice("desk", "Desk loudspeaker", Use.LOUDSPEAKER)),
            SoundChoice.SYSTEM, false, Optional.empty(), Optional.empty());
    private final FakeMessages messages = new FakeMessages(() -> state().accounts().getFirst().account().id());
    private final FakeFiles files = new FakeFiles();
    private final FakePresences presences = new FakePresences();
    private final FakeLamps lamps = new FakeLamps();
    private final FakeVideo video = new FakeVideo((id, change) -> line(id, l -> new LineState(l.id(), l.account(), l.callId(), l.direction(), l.state(),
            l.number(), l.name(), l.held(), l.heldByOther(), l.muted(), l.together(), l.since(), l.answered(), l.quality(), l.notice(), l.end(),
            change.apply(l.video()))));
    private final FakeControls controls = new FakeControls();
    private int lines;

    @Override
    public FakeControls controls() {
        return controls;
    }

    @Override
    public FakeVideo video() {
        return video;
    }

    @Override
    public synchronized PhoneState state() {
        return state;
    }

    @Override
    public synchronized AutoCloseable follow(Consumer<PhoneState> follower) {
        followers.add(follower);
        follower.accept(state);
        return () -> followers.remove(follower);
    }

    private synchronized void change(UnaryOperator<PhoneState> change) {
        state = change.apply(state);
        followers.forEach(follower -> follower.accept(state));
    }

    private void lines(UnaryOperator<List<LineState>> change) {
        change(s -> new PhoneState(s.accounts(), change.apply(new ArrayList<>(s.lines())), s.devices(), s.choice(), s.doNotDisturb(),
                s.soundTrouble(), s.soundTest()));
    }

    private void line(String id, UnaryOperator<LineState> change) {
        lines(all -> all.stream().map(l -> l.id().equals(id) ? change.apply(l) : l).toList());
    }

    /** These are plugged in, and no others. */
    void devices(List<SoundDevice> now) {
        change(s -> new PhoneState(s.accounts(), s.lines(), now, s.choice(), s.doNotDisturb(), s.soundTrouble(), s.soundTest()));
    }

    /** Somebody calls. @return the line */
    String rings(String number, String name) {
        String id = next();
        lines(all -> with(all, line(id, Direction.IN, State.RINGING, number, name)));
        return id;
    }

    private synchronized String next() {
        return "line" + ++lines;
    }

    private static List<LineState> with(List<LineState> all, LineState line) {
        all.add(line);
        return List.copyOf(all);
    }

    private LineState line(String id, Direction direction, State now, String number, String name) {
        return new LineState(id, state().accounts().getFirst().account().id(), id + "@phone", direction, now, number, name, false, false, false, false,
                Instant.now(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), VideoState.NONE);
    }

    /** The other side answers, or hangs up. */
    void becomes(String id, State now) {
        line(id, l -> new LineState(l.id(), l.account(), l.callId(), l.direction(), now, l.number(), l.name(), l.held(), l.heldByOther(),
                l.muted(), l.together(), Instant.now(), now == State.TALKING ? Optional.of(Instant.now()) : l.answered(), l.quality(), l.notice(), l.end(), l.video()));
    }

    void sounds(String id, SoundQuality quality) {
        line(id, l -> new LineState(l.id(), l.account(), l.callId(), l.direction(), l.state(), l.number(), l.name(), l.held(), l.heldByOther(),
                l.muted(), l.together(), l.since(), l.answered(), Optional.of(quality), l.notice(), l.end(), l.video()));
    }

    void notice(String id, LocalizableText notice) {
        line(id, l -> new LineState(l.id(), l.account(), l.callId(), l.direction(), l.state(), l.number(), l.name(), l.held(), l.heldByOther(),
                l.muted(), l.together(), l.since(), l.answered(), l.quality(), Optional.of(notice), l.end(), l.video()));
    }

    void over() {
        lines(all -> List.of());
    }

    List<String> keys() {
        return List.copyOf(keys);
    }

    List<PhoneAccount> accounts() {
        return state().accounts().stream().map(AccountState::account).toList();
    }

    @Override
    public void use(List<PhoneAccount> accounts) {
        change(s -> new PhoneState(accounts.stream().map(a -> new AccountState(a, Registration.REGISTERED, Optional.empty(), Optional.of(FakeFiles.NODE))).toList(),
                s.lines(), s.devices(), s.choice(), s.doNotDisturb(), s.soundTrouble(), s.soundTest()));
    }

    @Override
    public String call(Optional<String> account, String target) throws PhoneException {
        if (target.equals("nowhere"))
            throw new PhoneException(LocalizableText.words("nowhere cannot be called"));
        String id = next();
        lines(all -> with(all, line(id, Direction.OUT, State.CALLING, target, "")));
        return id;
    }

    @Override
    public void answer(String line) {
        becomes(line, State.TALKING);
    }

    @Override
    public void hangUp(String line) {
        becomes(line, State.ENDED);
    }

    @Override
    public void hold(String line, boolean held) {
        line(line, l -> new LineState(l.id(), l.account(), l.callId(), l.direction(), l.state(), l.number(), l.name(), held, l.heldByOther(),
                l.muted(), l.together(), l.since(), l.answered(), l.quality(), l.notice(), l.end(), l.video()));
    }

    @Override
    public void mute(String line, boolean muted) {
        line(line, l -> new LineState(l.id(), l.account(), l.callId(), l.direction(), l.state(), l.number(), l.name(), l.held(),
                l.heldByOther(), muted, l.together(), l.since(), l.answered(), l.quality(), l.notice(), l.end(), l.video()));
    }

    @Override
    public void press(String line, char key) {
        keys.add(line + " " + key);
    }

    @Override
    public void transfer(String line, String target) {
        keys.add(line + " to " + target);
        hangUp(line);
    }

    @Override
    public void connect(String line, String otherLine) {
        keys.add(line + " with " + otherLine);
        hangUp(line);
        hangUp(otherLine);
    }

    @Override
    public void conference(String line, String otherLine) {
        if (!state().accounts().getFirst().account().isAtNode()) {
            together(line, true);
            together(otherLine, true);
            return;
        }
        keys.add(line + " and " + otherLine);
        hangUp(line);
        hangUp(otherLine);
        String id = next();
        lines(all -> with(all, line(id, Direction.OUT, State.TALKING, LineState.CONFERENCE + "0123456789abcdef", "")));
    }

    private void together(String line, boolean now) {
        line(line, l -> new LineState(l.id(), l.account(), l.callId(), l.direction(), l.state(), l.number(), l.name(), false, l.heldByOther(),
                l.muted(), now, l.since(), l.answered(), l.quality(), l.notice(), l.end(), l.video()));
    }

    @Override
    public void separate(String line) {
        state().lines().forEach(each -> together(each.id(), false));
        hold(line, true);
    }

    @Override
    public FakeLamps lamps() {
        return lamps;
    }

    @Override
    public String pickUp(RingingCall call) {
        String id = next();
        lamps.rings();
        lines(all -> with(all, line(id, Direction.OUT, State.TALKING, call.number(), call.name())));
        return id;
    }

    @Override
    public FakePresences presences() {
        return presences;
    }

    /** Of whom something is known. */
    void presence(String peer, UserPresence now) {
        presences.put(peer, now);
    }

    @Override
    public FakeFiles files() {
        return files;
    }

    @Override
    public FakeMessages messages() {
        return messages;
    }

    @Override
    public void leaveToOthers(String user) {
        left.add(user);
    }

    /** Users whose call it was told to leave to their other phones. */
    List<String> left() {
        return List.copyOf(left);
    }

    @Override
    public void doNotDisturb(boolean on) {
        change(s -> new PhoneState(s.accounts(), s.lines(), s.devices(), s.choice(), on, s.soundTrouble(), s.soundTest()));
    }

    @Override
    public void choose(SoundChoice choice) {
        change(s -> new PhoneState(s.accounts(), s.lines(), s.devices(), choice, s.doNotDisturb(), s.soundTrouble(), s.soundTest()));
    }

    @Override
    public void testSound() {
        change(s -> new PhoneState(s.accounts(), s.lines(), s.devices(), s.choice(), s.doNotDisturb(), s.soundTrouble(),
                Optional.of(new SoundTest(SoundTest.State.DONE, 0.2, Optional.of(LocalizableText.words("Your sound is fine."))))));
    }
}
