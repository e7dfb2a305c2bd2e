package org.trunkline.phone.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.LineState;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.control.ControlChoice;
import org.trunkline.phone.control.ControlState;
import org.trunkline.phone.control.Controls;
import org.trunkline.phone.control.KeyAction;
import org.trunkline.phone.internal.headset.CallButtons;
import org.trunkline.phone.internal.headset.HeadsetLamps;
import org.trunkline.phone.internal.headset.HeadsetSource;
import org.trunkline.phone.internal.headset.Headsets;
import org.trunkline.phone.internal.sound.SoundHost;
import org.trunkline.phone.internal.work.Work;

/** Keys and headsets do with the calls what a click would. On the thread of the phone, where not said otherwise. */
final class SoftControls implements Controls {
    private final Work work;
    private final SoundHost sound;
    private final Buttons buttons;
    private final Headsets headsets;
    private final Followers<ControlState> followers;
    private ControlChoice choice = new ControlChoice(Map.of(), false);
    private List<String> asked = List.of();
    private Map<String, String> refused = Map.of();
    private volatile ControlState state = new ControlState(choice, Map.of(), List.of());

    SoftControls(Work work, Phone phone, SoundHost sound, HeadsetSource source) {
        this.work = work;
        this.sound = sound;
        buttons = new Buttons(phone);
        headsets = new Headsets(source, work, buttons, this::changed);
        followers = new Followers<>(work);
    }

    @Override
    public ControlState state() {
        return state;
    }

    @Override
    public AutoCloseable follow(Consumer<ControlState> follower) {
        return followers.follow(follower, () -> state);
    }

    @Override
    public void choose(ControlChoice next) {
        work.run(() -> {
            choice = next;
            apply();
            changed();
        });
    }

    /** Without account there is nothing to answer: the keys are left to other programs, and the headsets too. */
    private void apply() {
        boolean used = !buttons.calls().accounts().isEmpty();
        var keys = used ? combinations() : List.<String>of();
        if (!keys.equals(asked)) {
            asked = keys;
            refused = Map.of();
            sound.keys(keys);
        }
        headsets.use(used && choice.headset());
    }

    private List<String> combinations() {
        return choice.keys().values().stream().distinct().sorted().toList();
    }

    /** As the calls are now. */
    void calls(PhoneState now) {
        apply();
        var current = now.current();
        headsets.show(new HeadsetLamps(!now.ringing().isEmpty(), current.isPresent(), current.filter(LineState::muted).isPresent(),
                current.filter(LineState::held).isPresent()));
    }

    /** One combination may do several things: with the call that rings, else with the current one. */
    void pressed(String key) {
        var actions = choice.keys().entrySet().stream().filter(it -> it.getValue().equals(key)).map(Map.Entry::getKey).toList();
        if (actions.contains(KeyAction.ANSWER) && !buttons.calls().ringing().isEmpty())
            buttons.offHook();
        else if (actions.contains(KeyAction.HANG_UP))
            buttons.drop();
        else if (actions.contains(KeyAction.MUTE))
            buttons.toggleMute();
    }

    void keysTaken(List<String> keys, Map<String, String> why) {
        if (!keys.equals(asked)) // others are asked for meanwhile
            return;
        refused = Map.copyOf(why);
        changed();
    }

    void close() {
        headsets.use(false);
    }

    private void changed() {
        var keys = new EnumMap<KeyAction, LocalizableText>(KeyAction.class);
        choice.keys().forEach((action, key) -> Optional.ofNullable(refused.get(key)).ifPresent(why -> keys.put(action, refusal(key, why))));
        var next = new ControlState(choice, keys, headsets.state());
        if (next.equals(state))
            return;
        state = next;
        followers.tell(next);
    }

    private static LocalizableText refusal(String key, String why) {
        return switch (why) {
            case "taken" -> new LocalizableText("phone-key-taken", List.of(key),
                    key + " does not work because another program has it. Choose another key.");
            case "unknown" -> new LocalizableText("phone-key-unknown", List.of(key),
                    key + " cannot be used. Choose a function key, or a key with Ctrl or Alt.");
            case "wayland" -> new LocalizableText("phone-key-wayland", List.of(),
                    "Keys in all programs do not work in a Wayland session. Sign in to an X11 session.");
            default -> new LocalizableText("phone-key-unsupported", List.of(), "Keys in all programs do not work on this system. They need Linux with X11.");
        };
    }

    /** With the call that rings, else with the current one, as it is when the button is pressed. */
    private record Buttons(Phone phone) implements CallButtons {
        PhoneState calls() {
            return phone.state();
        }

        private Optional<LineState> talking() {
            return calls().current().filter(it -> it.state() == LineState.State.TALKING);
        }

        @Override
        public void offHook() {
            calls().ringing().stream().findFirst().ifPresent(it -> phone.answer(it.id()));
        }

        @Override
        public void onHook() {
            calls().current().ifPresent(it -> phone.hangUp(it.id()));
        }

        @Override
        public void flash() {
            if (calls().ringing().isEmpty())
                talking().ifPresent(it -> phone.hold(it.id(), !it.held()));
            else
                offHook();
        }

        @Override
        public void drop() {
            calls().ringing().stream().findFirst().or(calls()::current).ifPresent(it -> phone.hangUp(it.id()));
        }

        @Override
        public void toggleMute() {
            talking().ifPresent(it -> phone.mute(it.id(), !it.muted()));
        }

        @Override
        public void mute(boolean on) {
            talking().ifPresent(it -> phone.mute(it.id(), on));
        }
    }
}
