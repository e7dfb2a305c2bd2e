package org.trunkline.cdr.journal.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;

import org.junit.jupiter.api.Test;
import org.trunkline.cdr.journal.internal.Anonymous;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.Samples;

class CodecTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    @Test
    void recordsComeBackAsTheyWere() {
        var records = new CdrGenerator(1, START, 20);
        long size = 0;
        for (int i = 0; i < 3_000; i++) {
            var cdr = records.next();
            byte[] bytes = bytes(cdr);
            size += bytes.length;
            assertEquals(cdr, CdrCodec.read(new ByteSource(bytes, 0, bytes.length)));
        }
        assertTrue(size / 3_000 <= 240, "a typical record takes " + size / 3_000 + " bytes");
    }

    @Test
    void whatPoliciesSaidComesBackAsItWas() {
        var cdr = Samples.cdr(1);
        for (var verdict : PolicyAdvice.Verdict.values()) {
            var why = cdr.why().withAdvice(List.of(new PolicyAdvice("dial-plan", verdict, "", 0),
                    new PolicyAdvice("acme.cheapest", verdict, "å".repeat(200), 12_345)));
            var told = new Cdr(cdr.id(), cdr.direction(), cdr.from(), cdr.to(), cdr.trunk(), cdr.route(),
                    cdr.startedAt(), cdr.ringingAt(), cdr.answeredAt(), cdr.endedAt(), cdr.endedBy(), cdr.sipStatus(),
                    cdr.cause(), cdr.reason(), cdr.legs(), List.of(), why, cdr.marks());
            byte[] bytes = bytes(told);
            assertEquals(told.why(), CdrCodec.read(new ByteSource(bytes, 0, bytes.length)).why());
        }
    }

    @Test
    void whatWasFoundComesBackAsItWas() {
        var cdr = Samples.cdr(1);
        var found = new ArrayList<Finding>();
        for (var severity : Finding.Severity.values())
            for (var source : List.of(Finding.HOUSE, "acme.ears"))
                found.add(new Finding("one-way-" + severity.ordinal(), severity, Map.of("en", "å".repeat(200), "zh", "回声"),
                        source));
        for (var marks : List.of(cdr.marks().with(found), CallMarks.NONE.with(found), CallMarks.NONE)) {
            byte[] bytes = bytes(cdr.with(marks));
            assertEquals(marks, CdrCodec.read(new ByteSource(bytes, 0, bytes.length)).marks());
        }
    }

    /** A record that is made anonymous says what was found, and no longer in the words of a plug-in. */
    @Test
    void whatAPluginSaidIsForgottenWithThePerson() {
        var found = new Finding("callback", Finding.Severity.INFO, Map.of("en", "Anna wants a call.", "sv", "Ring Anna."), "acme");
        var cdr = Samples.cdr(1);
        var left = Anonymous.disguised(cdr.with(cdr.marks().with(List.of(found))), _ -> "x").marks().findings();
        assertEquals(List.of("callback"), left.stream().map(Finding::code).toList());
        assertEquals(Map.of("en", ""), left.getFirst().text());
    }

    @Test
    void anyCutRecordIsRefusedAndNotMisread() {
        byte[] bytes = bytes(new CdrGenerator(2, START, 20).next());
        for (int cut = 0; cut < bytes.length; cut++) {
            var in = new ByteSource(bytes, 0, cut);
            assertThrows(RuntimeException.class, () -> CdrCodec.read(in));
        }
    }

    @Test
    void laddersComeBackAsTheyWereAndSmall() throws DataFormatException {
        var records = new CdrGenerator(3, START, 20);
        long plain = 0;
        long packed = 0;
        var codec = new LadderCodec();
        for (int i = 0; i < 300; i++) {
            var ladder = CdrGenerator.ladder(records.next());
            var out = new ByteSink(16);
            codec.write(ladder, out);
            plain += ladder.entries().stream().mapToInt(e -> e.message().length()).sum();
            packed += out.size();
            assertEquals(ladder, LadderCodec.read(out.toBytes()));
        }
        assertTrue(packed * 4 < plain, packed + " of " + plain);
    }

    @Test
    void qualityOverTimeComesBackWithAndWithoutRoundTrips() throws DataFormatException {
        var ladder = Samples.ladder(1);
        assertEquals(List.of(Optional.empty(), Optional.of(Duration.ofNanos(48_300_000)), Optional.empty()),
                roundTrips(written(ladder).quality().getLast()));
        var older = new Ladder(ladder.call(), ladder.entries(), ladder.quality().stream().map(CodecTest::withoutRoundTrips).toList());
        assertEquals(Collections.nCopies(3, Optional.empty()), roundTrips(written(older).quality().getLast()));
        assertEquals(written(older).quality(), written(ladder).quality().stream().map(CodecTest::withoutRoundTrips).toList());
    }

    private static List<Optional<Duration>> roundTrips(StreamSeries series) {
        return series.samples().stream().map(StreamSeries.Sample::rtt).toList();
    }

    private static Ladder written(Ladder ladder) throws DataFormatException {
        var out = new ByteSink(16);
        new LadderCodec().write(ladder, out);
        return LadderCodec.read(out.toBytes());
    }

    private static StreamSeries withoutRoundTrips(StreamSeries series) {
        return new StreamSeries(series.from(), series.mline(), series.start(), series.step(), series.samples().stream()
                .map(it -> new StreamSeries.Sample(it.packets(), it.lossRatio(), it.jitter(), it.rFactor(), Optional.empty())).toList());
    }

    @Test
    void strangeTextSurvives() {
        for (String text : new String[] { "", "+46701234567", "deadbeefcafe@host", "deadbeef", "12345678", "å:ä/ö",
                "0123456789abcdef0123456789abcdef", "\u0000\ud83d\ude00", "#*+.:-", "a".repeat(10_000) }) {
            var out = new ByteSink(1);
            out.text(text);
            out.text(text);
            out.text("x" + text);
            var in = new ByteSource(out.toBytes(), 0, out.size());
            assertEquals(text, in.text());
            assertEquals(text, in.text());
            assertEquals("x" + text, in.text());
        }
    }

    static byte[] bytes(Cdr cdr) {
        var out = new ByteSink(64);
        CdrCodec.write(cdr, out);
        return out.toBytes();
    }
}
