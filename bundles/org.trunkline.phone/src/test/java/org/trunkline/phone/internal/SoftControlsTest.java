package org.trunkline.phone.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.VideoState;
import org.trunkline.phone.control.ControlChoice;
import org.trunkline.phone.control.KeyAction;
import org.trunkline.phone.internal.headset.HeadsetSource;
import org.trunkline.phone.internal.sound.SoundHost;
import org.trunkline.phone.internal.work.DrivenWork;

class SoftControlsTest {
    private static final String ONE = "CTRL+ALT+P";
    private static final String OTHER = "F9";

    private final DrivenWork work = new DrivenWork();
    private final List<String> done = new ArrayList<>();
    private PhoneState calls = state();
    private final Phone phone = (Phone) Proxy.newProxyInstance(Phone.class.getClassLoader(), new Class<?>[] {Phone.class}, (_, method, args) -> {
        if (method.getName().equals("state"))
            return calls;
        done.add(method.getName() + Arrays.toString(args));
        return null;
    });
    private final HeadsetSource none = new HeadsetSource() {
        @Override
        public void begin(Listener listener) {
            done.add("looks for headsets");
        }

        @Override
        public void close() {
            done.add("leaves headsets");
        }
    };
    private final SoftControls controls = new SoftControls(work, phone, new SoundHost(List::of, work, null), none);

    private static PhoneState state(LineState... lines) {
        return state(List.of(new AccountState(new PhoneAccount("one", URI.create("ws://127.0.0.1:5066"), "127.0.0.1", "anna", "", ""),
                AccountState.Registration.REGISTERED, Optional.empty(), Optional.empty())), lines);
    }

    private static PhoneState state(List<AccountState> accounts, LineState... lines) {
        return new PhoneState(accounts, List.of(lines), List.of(), SoundChoice.SYSTEM, false, Optional.empty(), Optional.empty());
    }

    private static LineState line(String id, Direction direction, State state, boolean held) {
        return new LineState(id, "one", id, direction, state, id, "", held, false, false, false, Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), VideoState.NONE);
    }

    private List<String> press(String key, LineState... lines) {
        calls = state(lines);
        done.clear();
        controls.pressed(key);
        return List.copyOf(done);
    }

    @Test
    void keysMeanTheCallThatRingsElseTheOneThatIsTalkedIn() {
        controls.choose(new ControlChoice(Map.of(KeyAction.ANSWER, ONE, KeyAction.HANG_UP, ONE, KeyAction.MUTE, OTHER), false));
        var rings = line("rings", Direction.IN, State.RINGING, false);
        var talks = line("talks", Direction.OUT, State.TALKING, false);
        var held = line("held", Direction.IN, State.TALKING, true);
        assertEquals(List.of("answer[rings]"), press(ONE, talks, rings));
        assertEquals(List.of("hangUp[talks]"), press(ONE, talks, held));
        assertEquals(List.of("mute[talks, true]"), press(OTHER, talks, held, rings));
        assertEquals(List.of(), press(OTHER, line("calls", Direction.OUT, State.RINGING, false)));
        assertEquals(List.of(), press(ONE));
        assertEquals(List.of(), press("F1", rings));
        controls.choose(new ControlChoice(Map.of(KeyAction.HANG_UP, ONE), false));
        assertEquals(List.of("hangUp[rings]"), press(ONE, talks, rings));
    }

    @Test
    void aKeyThatIsRefusedIsSaidWithItsReason() {
        controls.choose(new ControlChoice(Map.of(KeyAction.ANSWER, ONE, KeyAction.MUTE, OTHER), true));
        controls.keysTaken(List.of(ONE, OTHER), Map.of(OTHER, "taken"));
        assertEquals(Map.of(KeyAction.MUTE, "phone-key-taken"), refused());
        controls.keysTaken(List.of("F1"), Map.of("F1", "taken"));
        assertEquals(Map.of(KeyAction.MUTE, "phone-key-taken"), refused(), "an answer to an older question");
        controls.choose(ControlChoice.DEFAULT);
        assertEquals(Map.of(), refused());
    }

    @Test
    void withoutAccountHeadsetsAreLeftAlone() {
        controls.choose(ControlChoice.DEFAULT);
        assertEquals(List.of("looks for headsets"), done);
        calls = state(List.of());
        controls.calls(calls);
        assertEquals(List.of("looks for headsets", "leaves headsets"), done);
    }

    private Map<KeyAction, String> refused() {
        var all = new HashMap<KeyAction, String>();
        controls.state().refused().forEach((action, why) -> all.put(action, why.code()));
        return all;
    }
}
