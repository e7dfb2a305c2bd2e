package org.trunkline.phone.internal.headset;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.trunkline.phone.internal.headset.TelephonyReports.Input;
import org.trunkline.phone.internal.work.Work;

/**
 * A headset in step with the phone. The phone's state sets its lamps; what its user presses is done with the calls. A headset repeats in its hook
 * switch what the phone did with its lamp: that is no button. On the thread of the phone.
 */
final class Headset {
    /** How long a headset may take to repeat a lamp. */
    private static final Duration ECHO = Duration.ofSeconds(1);
    /** How long a call may take to follow a button before the headset is put back in step with the phone. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private record Echo(boolean hook, Instant until) {}

    private final TelephonyReports reports;
    private final Consumer<byte[]> out;
    private final Work work;
    private final CallButtons buttons;
    private final Deque<Echo> echoes = new ArrayDeque<>();
    private HeadsetLamps wanted = HeadsetLamps.OFF;
    private HeadsetLamps written = HeadsetLamps.OFF;
    /** As the headset reported last. */
    private boolean hook;
    private boolean mute;
    /** What a button aims at, while the calls have not followed it. */
    private Optional<Predicate<HeadsetLamps>> aim = Optional.empty();
    private Work.Timer settling = () -> { };

    /** @param out takes reports, each with its id first */
    Headset(TelephonyReports reports, Consumer<byte[]> out, Work work, CallButtons buttons) {
        this.reports = reports;
        this.out = out;
        this.work = work;
        this.buttons = buttons;
    }

    /** As the calls are now. */
    void show(HeadsetLamps now) {
        wanted = now;
        if (aim.filter(it -> !it.test(wanted)).isEmpty())
            settled();
    }

    /** All lamps off, before it is let go. */
    void leave() {
        aim = Optional.empty();
        show(HeadsetLamps.OFF);
    }

    void received(byte[] report) {
        for (var input : reports.read(report))
            switch (input.button()) {
                case HOOK -> hook(input);
                case MUTE -> mute(input);
                case FLASH -> pressed(input, buttons::flash);
                case DROP -> pressed(input, buttons::drop);
            }
    }

    private static void pressed(Input input, Runnable action) {
        if (input.value() > 0)
            action.run();
    }

    private void hook(Input input) {
        if (input.relative()) {
            pressed(input, () -> hooked(!written.offHook()));
            return;
        }
        boolean now = input.value() != 0;
        if (now == hook)
            return;
        hook = now;
        if (!isEcho(now) && now != written.offHook())
            hooked(now);
    }

    private boolean isEcho(boolean now) {
        forgetEchoes();
        if (echoes.stream().noneMatch(it -> it.hook() == now))
            return false;
        while (echoes.remove().hook() != now)
            continue; // one that was skipped
        return true;
    }

    private void forgetEchoes() {
        echoes.removeIf(it -> work.now().isAfter(it.until()));
    }

    private void hooked(boolean off) {
        settle(lamps -> lamps.offHook() == off);
        if (off)
            buttons.offHook();
        else
            buttons.onHook();
    }

    /** A relative one changes the state, an absolute one is the state (On/Off Control, HID Usage Tables 1.5 §3.4.1.2). */
    private void mute(Input input) {
        if (input.relative()) {
            if (input.value() < 0)
                buttons.mute(false);
            else if (input.value() > 0)
                buttons.toggleMute();
            return;
        }
        boolean now = input.value() != 0;
        if (now == mute)
            return;
        mute = now;
        if (now == written.mute())
            return;
        settle(lamps -> lamps.mute() == now);
        buttons.mute(now);
    }

    private void settle(Predicate<HeadsetLamps> what) {
        settling.cancel();
        aim = Optional.of(what);
        settling = work.after(SETTLING, this::settled);
    }

    /** The calls followed, or will not: the headset gets what they are, also where it was told before. */
    private void settled() {
        settling.cancel();
        boolean late = aim.filter(it -> !it.test(wanted)).isPresent();
        aim = Optional.empty();
        forgetEchoes();
        if (wanted.offHook() != written.offHook() || late)
            echoes.add(new Echo(wanted.offHook(), work.now().plus(ECHO)));
        var changed = reports.write(late ? wanted.opposite() : written, wanted);
        written = wanted;
        changed.forEach(out);
    }
}
