package org.trunkline.phone.internal.headset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.control.ControlState;
import org.trunkline.phone.internal.work.DrivenWork;

/** Headsets that come and go. */
class HeadsetsTest {
    private static final CallButtons NO_BUTTONS = (CallButtons) Proxy.newProxyInstance(CallButtons.class.getClassLoader(),
            new Class<?>[] {CallButtons.class}, (_, method, _) -> {
                throw new AssertionError(method.getName());
            });

    private final List<HeadsetSource.Listener> searches = new ArrayList<>();
    private final Headsets headsets = new Headsets(new HeadsetSource() {
        @Override
        public void begin(Listener listener) {
            searches.add(listener);
        }

        @Override
        public void close() {
            // what it found is told late
        }
    }, new DrivenWork(), NO_BUTTONS, () -> { });

    private static HidPort port(String name) {
        return new HidPort() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TelephonyReports reports() {
                return new TelephonyReports(ReportDescriptor.parse(Descriptors.ONE_REPORT));
            }

            @Override
            public void write(byte[] report) {
                // no lamps
            }
        };
    }

    private List<String> shown() {
        return headsets.state().stream().map(it -> it.name() + it.trouble().map(LocalizableText::code).map(" "::concat).orElse("")).toList();
    }

    @Test
    void whatAnOlderSearchFoundLateIsNotShown() {
        headsets.use(true);
        headsets.use(false);
        headsets.use(true);
        searches.getFirst().plugged(port("Jabra"));
        searches.getFirst().refused(Map.of("hidraw1", "Poly"));
        assertEquals(List.of(), shown());
        searches.getLast().plugged(port("Jabra"));
        searches.getLast().refused(Map.of("hidraw1", "Poly"));
        assertEquals(List.of("Jabra", "Poly phone-headset-refused"), shown());
    }

    @Test
    void whatIsPulledOutIsShownNoMore() {
        headsets.use(true);
        var port = port("Jabra");
        searches.getFirst().plugged(port);
        assertEquals(List.of(new ControlState.Headset("Jabra", Optional.empty())), headsets.state());
        searches.getFirst().unplugged(port);
        assertEquals(List.of(), headsets.state());
    }
}
