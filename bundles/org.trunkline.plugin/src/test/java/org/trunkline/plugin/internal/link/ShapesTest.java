package org.trunkline.plugin.internal.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.spi.call.CallEvent;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.testkit.Samples;

/** What crosses a process arrives as it was, and nothing else does. */
class ShapesTest {
    private final Shapes shapes = new Shapes();

    /** All kinds of values, at their bounds. */
    public record Kinds(boolean yes, byte small, char letter, short number, int whole, long large, float rough, double exact,
            Boolean boxed, Integer count, Instant at, Duration length, OptionalInt i, OptionalLong l, OptionalDouble d,
            URI uri, String text, LadderSteps steps, Optional<List<String>> nested, Set<Cause> set, Map<String, Long> map) {}

    /** A record that does not look at what it is given. */
    public record Loose(String text, List<String> list) {}

    record Hidden(String text) {}

    /** Holds itself. */
    public sealed interface Tree {
        record Leaf(int value) implements Tree {}

        record Branch(List<Tree> trees) implements Tree {}
    }

    private static FrameReader reader(FrameWriter frame) {
        var bytes = new byte[frame.size() - 4];
        frame.finish().get(4, bytes);
        var reader = new FrameReader(bytes, Allowance.ELEMENTS);
        assertEquals(FrameKind.ANSWER, FrameKind.of(reader.readByte()));
        return reader;
    }

    private Object carry(Type type, Object value) {
        var shape = shapes.of(type);
        var frame = new FrameWriter(FrameKind.ANSWER);
        shape.write(shape.accept(value, new Allowance()), frame);
        frame.writeText("end");
        var in = reader(frame);
        var arrived = shape.read(in);
        assertEquals("end", in.readText(), "all of it is read, and no more");
        return arrived;
    }

    @Test
    void recordsOfCallsArriveWhole() {
        var entries = List.of(new RecordBatch.Entry(1, 7, Samples.cdr(3), LadderSteps.of(Samples.ladder(3))),
                new RecordBatch.Entry(2, 8, Samples.cdr(4), LadderSteps.NONE));
        var batch = new RecordBatch("main", entries, 2);
        assertEquals(batch, carry(RecordBatch.class, batch));
    }

    @Test
    void valuesOfAllKindsArriveAtTheirBounds() {
        var least = new Kinds(false, Byte.MIN_VALUE, '\0', Short.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE, -0f,
                Double.NEGATIVE_INFINITY, true, 0, Instant.MIN, Duration.ofSeconds(Long.MIN_VALUE), OptionalInt.empty(),
                OptionalLong.empty(), OptionalDouble.empty(), URI.create("a"), "", LadderSteps.NONE, Optional.empty(), Set.of(),
                Map.of());
        assertEquals(least, carry(Kinds.class, least));
        var most = new Kinds(true, Byte.MAX_VALUE, Character.MAX_VALUE, Short.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE,
                Float.MAX_VALUE, Double.NaN, false, -1, Instant.MAX, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                OptionalInt.of(-5), OptionalLong.of(Long.MIN_VALUE), OptionalDouble.of(0.1), URI.create("sip:a@b?c=%20"),
                "å漢😀" + "x".repeat(300), LadderSteps.of(Samples.ladder(1)), Optional.of(List.of("a", "", "ö")),
                Set.of(Cause.NORMAL, Cause.values()[1]), Map.of("a", 1L, "b", -1L));
        assertEquals(most, carry(Kinds.class, most));
        assertArrayEquals(new byte[] { 0, -1, 127 }, (byte[]) carry(byte[].class, new byte[] { 0, -1, 127 }));
        assertArrayEquals(new short[] { 0, Short.MIN_VALUE, Short.MAX_VALUE, 256 },
                (short[]) carry(short[].class, new short[] { 0, Short.MIN_VALUE, Short.MAX_VALUE, 256 }));
    }

    @Test
    void sealedTypesArriveAsTheKindTheyWere() {
        var advices = List.<RoutingAdvice>of(RoutingAdvice.none(), RoutingAdvice.order(List.of("A", "B"), "cheaper"),
                new RoutingAdvice.Reject(Cause.NORMAL, "no"), new RoutingAdvice.HandOver("menu", "yes"));
        for (var advice : advices)
            assertEquals(advice, carry(RoutingAdvice.class, advice));
        var event = new CallEvent.Digit(Samples.id(1), 3, '#');
        assertEquals(event, carry(CallEvent.class, event));
        var tree = new Tree.Branch(List.of(new Tree.Leaf(1), new Tree.Branch(List.of()), new Tree.Leaf(-2)));
        assertEquals(tree, carry(Tree.class, tree));
    }

    @Test
    void theInterfacesOfTheProductAllCanCross() {
        for (var type : ExtensionTypes.ALL)
            assertEquals(type, new ExtensionType(type, shapes).type());
    }

    @Test
    void whatNobodyChangesIsNotCopied() {
        var advice = RoutingAdvice.order(List.of("A"), "cheaper");
        assertSame(advice, shapes.of(RoutingAdvice.class).accept(advice, new Allowance()));
        var list = new ArrayList<>(List.of("a"));
        var loose = (Loose) shapes.of(Loose.class).accept(new Loose("b", list), new Allowance());
        list.clear();
        assertEquals(List.of("a"), loose.list());
    }

    @Test
    void typesThatHoldAnythingAreRefused() {
        for (var type : List.of(Object.class, Runnable.class, Thread.class, StringBuilder.class, String[].class, Hidden.class)) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> shapes.of(type), type.getName());
            assertTrue(refusal.getMessage().contains(type.getTypeName()), refusal.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new ExtensionType(Comparable.class, shapes));
        assertTrue(new ExtensionTypes(shapes).find("java.lang.Runnable").isEmpty());
    }

    private String refusal(Type type, Object value) {
        return assertThrows(IllegalArgumentException.class, () -> shapes.of(type).accept(value, new Allowance())).getMessage();
    }

    @Test
    void answersOfAnotherTypeOrWithNullsAreRefused() {
        assertEquals("no RoutingAdvice but java.lang.String", refusal(RoutingAdvice.class, "A"));
        assertEquals("no RoutingAdvice but null", refusal(RoutingAdvice.class, null));
        assertEquals("null as text of Loose", refusal(Loose.class, new Loose(null, List.of())));
        assertEquals("null as list of Loose", refusal(Loose.class, new Loose("", null)));
        assertEquals("null instead of String", refusal(Loose.class, new Loose("", Collections.singletonList(null))));
        assertEquals("null instead of Loose", refusal(Loose.class, null));
    }

    @Test
    void answersThatAreTooLargeAreRefused() {
        assertEquals("more than 10,000 elements", refusal(Loose.class, new Loose("", Collections.nCopies(10_001, ""))));
        assertEquals("a text longer than 1 MiB", refusal(Loose.class, new Loose("x".repeat((1 << 20) + 1), List.of())));
        var texts = Collections.nCopies(13, "x".repeat(1 << 20));
        assertEquals("more than 12 MiB", refusal(Loose.class, new Loose("", texts)));
    }

    @Test
    void framesThatLieAreRefused() {
        var shape = shapes.of(RecordBatch.class);
        var frame = new FrameWriter(FrameKind.ANSWER);
        shape.write(new RecordBatch("main", List.of(new RecordBatch.Entry(1, 7, Samples.cdr(3), LadderSteps.NONE)), 2), frame);
        var bytes = new byte[frame.size() - 5];
        frame.finish().get(5, bytes);
        for (int length = 0; length < bytes.length; length++) {
            var cut = java.util.Arrays.copyOf(bytes, length);
            assertThrows(RuntimeException.class, () -> shape.read(new FrameReader(cut, Allowance.ELEMENTS)));
        }
        refuses(Loose.class, "10001 elements, more than 10000", out -> {
            out.writeText("");
            out.writeCount(10_001);
        });
        refuses(Loose.class, "frame ends early", out -> out.writeCount(Integer.MAX_VALUE));
        refuses(Cause.class, "Cause number 1000", out -> out.writeCount(1_000));
        refuses(RoutingAdvice.class, "RoutingAdvice of kind 4", out -> out.writeCount(4));
    }

    private void refuses(Type type, String words, java.util.function.Consumer<FrameWriter> lie) {
        var frame = new FrameWriter(FrameKind.ANSWER);
        lie.accept(frame);
        var refusal = assertThrows(IllegalArgumentException.class, () -> shapes.of(type).read(reader(frame)));
        assertEquals(words, refusal.getMessage());
    }
}
