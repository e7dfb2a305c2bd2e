package org.trunkline.phone.internal.headset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.control.ControlState;
import org.trunkline.phone.internal.work.Work;

/** All headsets that are plugged in: their buttons work alike, their lamps show the same. On the thread of the phone. */
public final class Headsets {
    private final HeadsetSource source;
    private final Work work;
    private final CallButtons buttons;
    private final Runnable changed;
    private final Map<HidPort, Headset> open = new LinkedHashMap<>();
    private Map<String, String> refused = Map.of();
    private HeadsetLamps lamps = HeadsetLamps.OFF;
    /** Of this search; what another one found late is of ports that are closed. */
    private Optional<Arrivals> arrivals = Optional.empty();

    /** @param changed told where {@link #state} is another one */
    public Headsets(HeadsetSource source, Work work, CallButtons buttons, Runnable changed) {
        this.source = source;
        this.work = work;
        this.buttons = buttons;
        this.changed = changed;
    }

    /** Whether they are looked for. */
    public void use(boolean on) {
        if (on == arrivals.isPresent())
            return;
        if (on) {
            var now = new Arrivals();
            arrivals = Optional.of(now);
            source.begin(now);
            return;
        }
        arrivals = Optional.empty();
        open.values().forEach(Headset::leave);
        open.clear();
        refused = Map.of();
        source.close();
        changed.run();
    }

    public void show(HeadsetLamps now) {
        lamps = now;
        List.copyOf(open.values()).forEach(it -> it.show(now));
    }

    public List<ControlState.Headset> state() {
        var all = new ArrayList<ControlState.Headset>();
        open.keySet().forEach(it -> all.add(new ControlState.Headset(it.name(), Optional.empty())));
        new TreeMap<>(refused).forEach((node, name) -> all.add(new ControlState.Headset(name, Optional.of(new LocalizableText("phone-headset-refused",
                List.of(name, node), "The buttons of " + name + " do not work because you may not open /dev/" + node
                        + ". Add the udev rule of the user guide.")))));
        return all;
    }

    /** From the thread of the source to that of the phone. */
    private final class Arrivals implements HeadsetSource.Listener {
        private boolean isOver() {
            return arrivals.filter(it -> it == this).isEmpty();
        }

        @Override
        public void plugged(HidPort port) {
            work.run(() -> {
                if (isOver())
                    return;
                var headset = new Headset(port.reports(), port::write, work, buttons);
                open.put(port, headset);
                headset.show(lamps);
                changed.run();
            });
        }

        @Override
        public void unplugged(HidPort port) {
            work.run(() -> {
                if (open.remove(port) != null)
                    changed.run();
            });
        }

        @Override
        public void received(HidPort port, byte[] report) {
            work.run(() -> Optional.ofNullable(open.get(port)).ifPresent(it -> it.received(report)));
        }

        @Override
        public void refused(Map<String, String> names) {
            work.run(() -> {
                if (isOver() || names.equals(refused))
                    return;
                refused = names;
                changed.run();
            });
        }
    }
}
