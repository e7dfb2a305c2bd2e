package org.trunkline.phone.internal.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.SoundTest;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.internal.child.SoundMessage;
import org.trunkline.phone.internal.sip.CallFailure;
import org.trunkline.phone.internal.sip.CallMedia;
import org.trunkline.phone.internal.work.DrivenWork;

/** With processes of the test's own. */
class SoundHostTest implements SoundHost.Owner {
    private final class Child implements SoundLink {
        private final List<String> told = new ArrayList<>();
        private final List<SoundMessage> messages = new ArrayList<>();
        private final Consumer<SoundMessage> host;
        private final Consumer<String> ended;
        private boolean stopped;

        Child(Consumer<SoundMessage> host, Consumer<String> ended) {
            this.host = host;
            this.ended = ended;
        }

        @Override
        public void send(SoundMessage message) {
            told.add(message.what());
            messages.add(message);
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void kill() {
            stopped = true;
        }

        void ready(boolean sound) {
            host.accept(SoundMessage.of("ready", "sound", sound, "reason", "no server"));
        }
    }

    private final DrivenWork work = new DrivenWork();
    private final List<Child> children = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final SoundHost host = new SoundHost(List::of, work, this, (_, received, ended) -> {
        var child = new Child(received, ended);
        children.add(child);
        return child;
    });

    @Override
    public void changed() {
        // asked when the test wants to know
    }

    @Override
    public void lost(SoundCall call, LocalizableText why) {
        lost.add(call.id() + ' ' + why.code() + ' ' + why.args());
    }

    @Override
    public void path(SoundCall call, boolean works) {
        paths.add(call.id() + ' ' + works);
    }

    @Override
    public void moved(LocalizableText what) {
        throw new AssertionError(what);
    }

    @Override
    public void pressed(String key) {
        throw new AssertionError(key);
    }

    @Override
    public void keysTaken(List<String> keys, Map<String, String> refused) {
        throw new AssertionError(keys);
    }

    private void pass(int seconds) {
        work.pass(Duration.ofSeconds(seconds));
    }

    @Test
    void aSoundServerThatComesLaterIsUsed() {
        host.begin();
        children.getFirst().ready(false);
        assertEquals("phone-no-sound-server", host.trouble().orElseThrow().code());
        pass(31);
        assertEquals(2, children.size());
        assertTrue(children.getFirst().stopped);
        children.get(1).ready(true);
        assertEquals(Optional.empty(), host.trouble());
        pass(600);
        assertEquals(2, children.size());
    }

    /** A process of its own each time: not more than one in two minutes. */
    @Test
    void looksForOneLessAndLessOften() {
        host.begin();
        for (int seconds : List.of(30, 60, 120, 120)) {
            children.getLast().ready(false);
            int before = children.size();
            pass(seconds - 1);
            assertEquals(before, children.size());
            pass(2);
            assertEquals(before + 1, children.size());
        }
    }

    @Test
    void aCallKeepsItsProcess() {
        host.begin();
        children.getFirst().ready(false);
        var call = host.call();
        pass(120);
        assertEquals(1, children.size());
        host.closed(call);
        pass(31);
        assertEquals(2, children.size());
    }

    /** As {@code kill -9} does it. */
    @Test
    void aProcessThatEndsTakesItsCallsWithItAndIsStartedAgain() {
        var one = host.call();
        var other = host.call();
        var first = children.getFirst();
        first.ready(true);
        first.host.accept(SoundMessage.of("devices", "microphones", "m\u001fHeadset\n", "loudspeakers", ""));
        assertEquals(1, host.devices().size());
        host.keys(List.of("CTRL+M"));
        host.choose(new SoundChoice("m", "", ""));
        var offer = one.offer(CallMedia.Direction.BOTH);
        host.testSound();
        first.ended.accept("exit code 137");
        assertEquals(Set.of(one.id() + " phone-sound-ended [exit code 137]", other.id() + " phone-sound-ended [exit code 137]"), Set.copyOf(lost));
        assertEquals("phone-sound-ended", CallFailure.text(offer.exceptionNow()).code());
        assertEquals("phone-sound-ended", host.trouble().orElseThrow().code());
        assertEquals(List.of(), host.devices());
        assertEquals(Optional.empty(), host.test());
        assertEquals(1, children.size());
        work.pass(Duration.ofMillis(300));
        assertEquals(2, children.size());
        assertEquals(List.of("choose", "keys"), children.get(1).told);
        children.get(1).ready(true);
        assertEquals(Optional.empty(), host.trouble());
        first.ended.accept("again");
        pass(60);
        assertEquals(2, children.size(), "the first one is long gone");
        assertEquals(2, lost.size());
        host.call().press('1');
        assertEquals("press", children.get(1).told.getLast());
    }

    @Test
    void aProcessThatEndsAgainAndAgainIsStartedLaterEachTime() {
        host.begin();
        for (long wait : List.of(300L, 600L, 1200L, 2400L, 4800L, 9600L, 19_200L, 30_000L, 30_000L)) {
            int before = children.size();
            children.getLast().ended.accept("exit code 1");
            work.pass(Duration.ofMillis(wait - 1));
            assertEquals(before, children.size());
            work.pass(Duration.ofMillis(1));
            assertEquals(before + 1, children.size(), wait + " ms");
        }
        pass(61); // it ran without fault
        children.getLast().ended.accept("exit code 1");
        int before = children.size();
        work.pass(Duration.ofMillis(300));
        assertEquals(before + 1, children.size());
    }

    @Test
    void aTestOfTheSoundLooksAtOnce() {
        host.begin();
        children.getFirst().ready(false);
        host.testSound();
        assertEquals(2, children.size());
        assertEquals("test", children.get(1).told.getLast());
        assertEquals(SoundTest.State.RECORDING, host.test().orElseThrow().state());
    }

    @Test
    void tellsWhenACallIsCutOff() {
        var call = host.call();
        children.getFirst().host.accept(SoundMessage.of("path", "call", call.id(), "works", false));
        children.getFirst().host.accept(SoundMessage.of("path", "call", "another", "works", false));
        assertEquals(List.of(call.id() + " false"), paths);
    }

    @Test
    void h264IsOfCallsThatBeginLater() {
        var before = host.call();
        host.useH264(true);
        var after = host.call();
        host.useH264(false);
        for (var each : List.of(before, after)) {
            each.offer(CallMedia.Direction.BOTH);
            each.answer("v=0\r\n", CallMedia.Direction.BOTH);
        }
        assertEquals(List.of("offer false", "answer false", "offer true", "answer true"), children.getFirst().messages.stream()
                .filter(it -> it.values().containsKey("h264")).map(it -> it.what() + ' ' + it.flag("h264")).toList());
    }

    /** It took a while to find the next camera. */
    @Test
    void whatTheProcessSaysOfASourceThatIsNotSentAnyMoreChangesNothing() {
        var call = host.call();
        var screen = new VideoSource(VideoSource.Kind.SCREEN, ":0.0", "1");
        var child = children.getFirst();
        var moved = SoundMessage.of("video-moved", "call", call.id(), "from", "c", "id", "d", "name", "Desk", "reason", "camera-frozen");
        call.video().send(new VideoSource(VideoSource.Kind.CAMERA, "c", "Front"));
        child.host.accept(moved);
        assertEquals("d", call.video().state().sent().orElseThrow().id());
        call.video().send(screen);
        child.host.accept(moved);
        child.host.accept(SoundMessage.of("video-failed", "call", call.id(), "kind", "CAMERA", "id", "d", "reason", "camera-frozen"));
        assertEquals(Optional.of(screen), call.video().state().sent());
        child.host.accept(SoundMessage.of("video-failed", "call", call.id(), "kind", "SCREEN", "id", ":0.0", "reason", "no-screen"));
        assertEquals(Optional.empty(), call.video().state().sent());
    }
}
