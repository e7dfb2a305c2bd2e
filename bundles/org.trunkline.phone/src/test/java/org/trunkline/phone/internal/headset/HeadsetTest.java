package org.trunkline.phone.internal.headset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.phone.internal.headset.Descriptors.bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.internal.work.DrivenWork;

class HeadsetTest {
    private static final HeadsetLamps RINGS = new HeadsetLamps(true, false, false, false);
    private static final HeadsetLamps TALKS = new HeadsetLamps(false, true, false, false);
    private static final HeadsetLamps MUTED = new HeadsetLamps(false, true, true, false);
    private static final HeadsetLamps HELD = new HeadsetLamps(false, true, false, true);
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final DrivenWork work = new DrivenWork();
    private final List<String> written = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final CallButtons buttons = new CallButtons() {
        @Override
        public void offHook() {
            done.add("off-hook");
        }

        @Override
        public void onHook() {
            done.add("on-hook");
        }

        @Override
        public void flash() {
            done.add("flash");
        }

        @Override
        public void drop() {
            done.add("drop");
        }

        @Override
        public void toggleMute() {
            done.add("mute");
        }

        @Override
        public void mute(boolean on) {
            done.add("mute " + on);
        }
    };
    private Headset headset = headset(Descriptors.ONE_REPORT);

    private Headset headset(byte[] descriptor) {
        return new Headset(new TelephonyReports(ReportDescriptor.parse(descriptor)), it -> written.add(HexFormat.of().formatHex(it)), work, buttons);
    }

    private void reports(String... reports) {
        for (var each : reports)
            headset.received(bytes(each));
    }

    private List<String> written() {
        var all = List.copyOf(written);
        written.clear();
        return all;
    }

    private List<String> done() {
        var all = List.copyOf(done);
        done.clear();
        return all;
    }

    @Test
    void liftingAnswersAndTheLampFollowsTheCall() {
        headset.show(RINGS);
        assertEquals(List.of("024800"), written());
        reports("020100");
        assertEquals(List.of("off-hook"), done());
        headset.show(RINGS);
        assertEquals(List.of(), written(), "the call is being answered");
        headset.show(TALKS);
        assertEquals(List.of("020100"), written());
        work.pass(SETTLING);
        assertEquals(List.of(), written());
        reports("020000");
        assertEquals(List.of("on-hook"), done());
        headset.show(HeadsetLamps.OFF);
        assertEquals(List.of("020000"), written());
    }

    @Test
    void aCallAnsweredByMouseIsRepeatedByTheHookAndEndedByTheButton() {
        headset.show(RINGS);
        headset.show(TALKS);
        reports("020100", "020100");
        assertEquals(List.of(), done(), "the headset repeats its lamp");
        reports("020000");
        assertEquals(List.of("on-hook"), done());
    }

    @Test
    void aLateRepeatOfTheLastCallDoesNotEndTheNext() {
        headset.show(TALKS);
        reports("020100");
        headset.show(HeadsetLamps.OFF);
        headset.show(RINGS);
        headset.show(TALKS);
        reports("020000", "020100");
        assertEquals(List.of(), done());
        work.pass(SETTLING);
        reports("020000");
        assertEquals(List.of("on-hook"), done());
    }

    @Test
    void aHeadsetThatIsLiftedWithoutACallIsPutBack() {
        reports("020100");
        assertEquals(List.of("off-hook"), done());
        work.pass(SETTLING);
        assertEquals(List.of("020000"), written(), "though the lamp was off before");
        reports("020000");
        assertEquals(List.of(), done());
    }

    @Test
    void aSecondCallThatIsHeldKeepsTheHeadsetLifted() {
        headset.show(TALKS);
        reports("020100");
        written();
        work.pass(SETTLING);
        reports("020000");
        headset.show(HELD);
        work.pass(SETTLING);
        assertEquals(List.of("on-hook"), done());
        assertEquals(List.of("021100"), written());
        reports("020100");
        assertEquals(List.of(), done());
    }

    @Test
    void muteTogglesOnceForEachPressAndItsLampIsThatOfThePhone() {
        headset.show(TALKS);
        reports("020100");
        written();
        reports("020500", "020100");
        assertEquals(List.of("mute"), done());
        headset.show(MUTED);
        assertEquals(List.of("020500"), written());
        headset.show(TALKS); // unmuted in the window
        assertEquals(List.of("020100"), written());
        assertEquals(List.of(), done(), "a lamp is no button");
    }

    @Test
    void aMuteThatIsAStateIsFollowedAndRepeatsAreNot() {
        headset = headset(bytes("05 0B 09 05 A1 01 15 00 25 01 75 01 95 02 09 20 09 2F 81 02 95 06 81 01"
                + "05 08 95 02 09 17 09 09 91 02 95 06 91 01 C0"));
        headset.show(TALKS);
        reports("01", "03");
        assertEquals(List.of("mute true"), done());
        headset.show(MUTED);
        assertEquals(List.of("0001", "0003"), written());
        headset.show(TALKS);
        reports("01");
        assertEquals(List.of(), done(), "the headset repeats its lamp");
    }

    @Test
    void flashAndDropAreDoneWhenTheyArePressed() {
        reports("020800", "020000", "021000", "020000");
        assertEquals(List.of("flash", "drop"), done());
    }

    @Test
    void allLampsAreOffWhenItIsLetGo() {
        headset.show(MUTED);
        reports("020000");
        written();
        headset.leave();
        assertEquals(List.of("020000"), written());
        work.pass(SETTLING);
        assertEquals(List.of(), written());
    }
}
