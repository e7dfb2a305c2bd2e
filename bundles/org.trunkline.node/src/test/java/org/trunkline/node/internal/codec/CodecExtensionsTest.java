package org.trunkline.node.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Constants;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.audio.AudioStream;
import org.trunkline.spi.audio.CodecFormat;

class CodecExtensionsTest {
    private static final CodecFormat G729 = new CodecFormat("G729", 8_000, 8_000, 10, 18, 1, "annexb=yes");

    private final List<Runnable> waiting = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final CodecExtensions codecs = new CodecExtensions(time -> {
        pauses.add(time);
        return waiting::add;
    });

    /** Answers with as many octets and samples as it is told. */
    private static final class Fake implements AudioCodec {
        private CodecFormat format;
        private int octets = 10;
        private int samples = 80;
        private Optional<RuntimeException> failure = Optional.empty();
        private final List<Long> asked = new ArrayList<>();
        private final List<Long> closed = new ArrayList<>();

        Fake(CodecFormat format) {
            this.format = format;
        }

        private void ask(AudioStream stream) {
            asked.add(stream.id());
            failure.ifPresent(e -> {
                throw e;
            });
        }

        @Override
        public CodecFormat format() {
            failure.ifPresent(e -> {
                throw e;
            });
            return format;
        }

        @Override
        public byte[] encode(AudioStream stream, short[] of) {
            ask(stream);
            return new byte[octets];
        }

        @Override
        public short[] decode(AudioStream stream, byte[] payload) {
            ask(stream);
            return new short[samples];
        }

        @Override
        public short[] conceal(AudioStream stream, int of) {
            ask(stream);
            return new short[samples];
        }

        @Override
        public void close(AudioStream stream) {
            closed.add(stream.id());
            failure.ifPresent(e -> {
                throw e;
            });
        }
    }

    private Fake add(String plugin, int ranking, CodecFormat format) {
        var codec = new Fake(format);
        add(codec, plugin, ranking);
        return codec;
    }

    private void add(AudioCodec codec, String plugin, int ranking) {
        codecs.addCodec(codec, Map.of("trunkline.plugin", plugin, Constants.SERVICE_RANKING, ranking));
    }

    private void read() {
        var now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(Runnable::run);
    }

    /** @return a codec that nobody has asked for anything yet */
    private Fake ready() {
        var codec = add("vendor", 0, G729);
        read();
        codec.asked.clear();
        codec.closed.clear();
        return codec;
    }

    private List<String> mappings() {
        return codecs.all().stream().map(codec -> codec.described().mapping()).toList();
    }

    @Test
    void aCodecIsThereOnceItHasSaidWhatItIs() {
        var codec = add("vendor", 0, G729);
        assertEquals(List.of(), mappings());
        read();
        assertEquals(List.of("G729/8000"), mappings());
        var described = codecs.all().getFirst().described();
        assertEquals(18, described.payloadType());
        assertEquals("annexb=yes", described.parameters());
        assertEquals(10, described.frame().toMillis());
        codecs.removeCodec(codec);
        assertEquals(List.of(), mappings());
    }

    @Test
    void itIsRehearsedWithStreamsThatAreClosed() {
        var codec = add("vendor", 0, G729);
        read();
        assertEquals(2, codec.asked.size(), "one packet there and back");
        assertEquals(Set.copyOf(codec.asked), Set.copyOf(codec.closed));
    }

    @Test
    void oneThatGoesBeforeItAnswersIsNotThere() {
        codecs.removeCodec(add("vendor", 0, G729));
        read();
        assertEquals(List.of(), mappings());
    }

    @Test
    void ofTwoWithOneNameTheHigherRankingIsUsed() {
        add("good", 0, G729);
        add("best", 5, new CodecFormat("g729", 8_000, 8_000, 20, 18, 1, ""));
        add("other", 1, new CodecFormat("iLBC", 8_000, 8_000, 20, -1, 1, "mode=20"));
        read();
        assertEquals(List.of("g729/8000", "iLBC/8000"), mappings());
    }

    @ParameterizedTest
    @CsvSource({"opus,48000,48000,20,-1,2", "PCMA,8000,8000,10,-1,1", "telephone-event,8000,8000,10,-1,1", "'G 729',8000,8000,10,18,1", "G729,7999,8000,10,18,1",
            "G729,8000,11025,10,18,1", "G729,8000,8000,15,18,1", "G729,8000,8000,10,8,1", "G729,8000,8000,10,96,1", "G729,8000,8000,10,18,3"})
    void whatCannotBeInSdpIsNotUsed(String name, int clock, int rate, int frame, int type, int channels) {
        add("vendor", 0, new CodecFormat(name, clock, rate, frame, type, channels, ""));
        read();
        assertEquals(List.of(), mappings());
    }

    @Test
    void parametersCannotBreakALine() {
        add("vendor", 0, new CodecFormat("G729", 8_000, 8_000, 10, 18, 1, "annexb=no\r\na=sendonly"));
        read();
        assertEquals(List.of(), mappings());
    }

    @Test
    void anUpdateThatChangesNothingKeepsTheCodec() {
        var codec = add("vendor", 0, G729);
        read();
        var before = codecs.all().getFirst();
        add(codec, "vendor", 0);
        assertSame(before, codecs.all().getFirst(), "until the new version has answered");
        read();
        assertSame(before, codecs.all().getFirst());
        codec.format = new CodecFormat("G729", 8_000, 8_000, 20, 18, 1, "");
        add(codec, "vendor", 0);
        read();
        assertNotSame(before, codecs.all().getFirst());
    }

    /** It is not offered to new calls: nothing of what it was serves it any more. */
    @Test
    void anUpdateThatDoesNotStartEndsTheCodec() {
        var codec = ready();
        codec.failure = Optional.of(new ExtensionFailedException("vendor", Reason.LATE, "late"));
        add(codec, "vendor", 0);
        read();
        assertEquals(List.of(), mappings());
        codec.failure = Optional.empty();
        add(codec, "vendor", 0);
        read();
        assertEquals(List.of("G729/8000"), mappings());
        codec.format = new CodecFormat("opus", 48_000, 48_000, 20, -1, 1, "");
        add(codec, "vendor", 0);
        read();
        assertEquals(List.of(), mappings(), "nor is one that cannot be used");
    }

    /** As on a machine that is busy while a plug-in starts. */
    @Test
    void anAnswerThatIsLateIsAskedForAgain() {
        var codec = new Fake(G729);
        codec.failure = Optional.of(new ExtensionFailedException("vendor", Reason.LATE, "late"));
        add(codec, "vendor", 0);
        read();
        read();
        codec.failure = Optional.empty();
        read();
        assertEquals(List.of("G729/8000"), mappings());
        assertEquals(List.of(0L, 200L, 1_000L), pauses.stream().map(Duration::toMillis).toList());

        codec.failure = Optional.of(new ExtensionFailedException("vendor", Reason.LATE, "late"));
        add(codec, "vendor", 0);
        for (int i = 0; i < 10; i++)
            read();
        assertEquals(8, pauses.size(), "five times at most");
        add(codec, "vendor", 0);
        codecs.removeCodec(codec);
        read();
        assertEquals(9, pauses.size(), "one that went is asked no more");
    }

    @Test
    void whatAnOlderVersionSaidIsNotBelieved() {
        var codec = ready();
        codec.failure = Optional.of(new ExtensionFailedException("vendor", Reason.LATE, "late"));
        add(codec, "vendor", 0);
        var slow = waiting.removeLast();
        codec.failure = Optional.empty();
        add(codec, "vendor", 0);
        read();
        codec.failure = Optional.of(new ExtensionFailedException("vendor", Reason.LATE, "late"));
        slow.run();
        assertEquals(List.of("G729/8000"), mappings());
    }

    @Test
    void afterAFailureAnotherStreamIsAskedAndAllAreClosedAtTheEnd() {
        var codec = ready();
        var stream = codecs.all().getFirst().open("annexb=no");
        assertEquals(10, stream.encode(new short[80]).orElseThrow().length);
        codec.failure = Optional.of(new ExtensionFailedException("vendor", Reason.LATE, "late"));
        assertEquals(Optional.empty(), stream.encode(new short[80]));
        codec.failure = Optional.empty();
        stream.encode(new short[80]);
        assertEquals(List.of(codec.asked.getFirst(), codec.asked.getFirst()), codec.asked.subList(0, 2));
        assertEquals(codec.asked.getFirst() + 1, codec.asked.getLast(), "the late call may still run with the first");
        assertEquals(List.of(), codec.closed);
        stream.close();
        assertEquals(List.of(codec.asked.getFirst(), codec.asked.getLast()), codec.closed);
    }

    @Test
    void aStreamThatCannotBeClosedLeavesTheOthersToBeClosed() {
        var codec = ready();
        var stream = codecs.all().getFirst().open("");
        codec.failure = Optional.of(new ExtensionFailedException("vendor", Reason.LATE, "late"));
        for (int i = 0; i < 3; i++)
            stream.encode(new short[80]);
        stream.close();
        assertEquals(4, codec.closed.size());
    }

    @Test
    void answersThatDoNotFitAreNone() {
        var codec = add("vendor", 0, G729);
        read();
        var stream = codecs.all().getFirst().open("");
        codec.octets = 1_276;
        assertEquals(Optional.empty(), stream.encode(new short[80]));
        codec.samples = 961;
        assertEquals(Optional.empty(), stream.decode(new byte[10]));
        codec.samples = 80;
        assertArrayEquals(new short[80], stream.decode(new byte[10]).orElseThrow());
        assertEquals(Optional.empty(), stream.conceal(160));
        assertArrayEquals(new short[80], stream.conceal(80).orElseThrow());
    }
}
