package org.trunkline.plugin.internal.link;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.trunkline.domain.cdr.LadderSteps;

/** Shapes of the JDK's value types, none of which can be extended. */
final class ValueShapes {
    static final Map<Class<?>, Shape> ALL = Map.ofEntries(
            of(boolean.class, Boolean.class, (v, out) -> out.writeBoolean(v), FrameReader::readBoolean),
            of(Boolean.class, Boolean.class, (v, out) -> out.writeBoolean(v), FrameReader::readBoolean),
            of(byte.class, Byte.class, (v, out) -> out.writeByte(v), in -> (byte) in.readByte()),
            of(Byte.class, Byte.class, (v, out) -> out.writeByte(v), in -> (byte) in.readByte()),
            of(char.class, Character.class, (v, out) -> out.writeCount(v), in -> (char) in.readCount()),
            of(Character.class, Character.class, (v, out) -> out.writeCount(v), in -> (char) in.readCount()),
            of(short.class, Short.class, (v, out) -> out.writeLong(v), in -> (short) in.readLong()),
            of(int.class, Integer.class, (v, out) -> out.writeLong(v), in -> (int) in.readLong()),
            of(Integer.class, Integer.class, (v, out) -> out.writeLong(v), in -> (int) in.readLong()),
            of(long.class, Long.class, (v, out) -> out.writeLong(v), FrameReader::readLong),
            of(Long.class, Long.class, (v, out) -> out.writeLong(v), FrameReader::readLong),
            of(float.class, Float.class, (v, out) -> out.writeDouble(v), in -> (float) in.readDouble()),
            of(double.class, Double.class, (v, out) -> out.writeDouble(v), FrameReader::readDouble),
            of(Double.class, Double.class, (v, out) -> out.writeDouble(v), FrameReader::readDouble),
            of(Instant.class, Instant.class, ValueShapes::write,
                    in -> Instant.ofEpochSecond(in.readLong(), in.readCount())),
            of(Duration.class, Duration.class, ValueShapes::write,
                    in -> Duration.ofSeconds(in.readLong(), in.readCount())),
            of(OptionalInt.class, OptionalInt.class, ValueShapes::write,
                    in -> in.readBoolean() ? OptionalInt.of((int) in.readLong()) : OptionalInt.empty()),
            of(OptionalLong.class, OptionalLong.class, ValueShapes::write,
                    in -> in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty()),
            of(OptionalDouble.class, OptionalDouble.class, ValueShapes::write,
                    in -> in.readBoolean() ? OptionalDouble.of(in.readDouble()) : OptionalDouble.empty()),
            sized(String.class, (v, out) -> out.writeText(v), FrameReader::readText, Function.identity(), String::length),
            sized(URI.class, (v, out) -> out.writeText(v.toString()), in -> URI.create(in.readText()),
                    Function.identity(), v -> v.toString().length()),
            sized(byte[].class, (v, out) -> out.writeBytes(v), FrameReader::readBytes, byte[]::clone, v -> 0),
            sized(short[].class, (v, out) -> out.writeBytes(bytes(v)), in -> shorts(in.readBytes()), short[]::clone, v -> 0),
            sized(LadderSteps.class, (v, out) -> out.writeBytes(v.bytes()), in -> LadderSteps.ofBytes(in.readBytes()),
                    Function.identity(), v -> v.bytes().length));

    private ValueShapes() {
    }

    private static byte[] bytes(short[] value) {
        var bytes = new byte[value.length * Short.BYTES];
        ByteBuffer.wrap(bytes).asShortBuffer().put(value);
        return bytes;
    }

    private static short[] shorts(byte[] bytes) {
        if (bytes.length % Short.BYTES != 0)
            throw new IllegalArgumentException("half a number");
        var value = new short[bytes.length / Short.BYTES];
        ByteBuffer.wrap(bytes).asShortBuffer().get(value);
        return value;
    }

    private static void write(Instant value, FrameWriter out) {
        out.writeLong(value.getEpochSecond());
        out.writeCount(value.getNano());
    }

    private static void write(Duration value, FrameWriter out) {
        out.writeLong(value.getSeconds());
        out.writeCount(value.getNano());
    }

    private static void write(OptionalInt value, FrameWriter out) {
        out.writeBoolean(value.isPresent());
        if (value.isPresent())
            out.writeLong(value.getAsInt());
    }

    private static void write(OptionalLong value, FrameWriter out) {
        out.writeBoolean(value.isPresent());
        if (value.isPresent())
            out.writeLong(value.getAsLong());
    }

    private static void write(OptionalDouble value, FrameWriter out) {
        out.writeBoolean(value.isPresent());
        if (value.isPresent())
            out.writeDouble(value.getAsDouble());
    }

    private static <T> Map.Entry<Class<?>, Shape> of(Class<?> type, Class<T> boxed, BiConsumer<T, FrameWriter> write,
            Function<FrameReader, T> read) {
        return Map.entry(type, new Value<>(boxed, write, read, Function.identity(), v -> 0));
    }

    private static <T> Map.Entry<Class<?>, Shape> sized(Class<T> type, BiConsumer<T, FrameWriter> write,
            Function<FrameReader, T> read, Function<T, T> copy, Function<T, Integer> length) {
        return Map.entry(type, new Value<>(type, write, read, copy, length));
    }

    private record Value<T>(Class<T> type, BiConsumer<T, FrameWriter> writer, Function<FrameReader, T> reader,
            Function<T, T> copier, Function<T, Integer> length) implements Shape {
        @Override
        public void write(Object value, FrameWriter out) {
            writer.accept(type.cast(value), out);
        }

        @Override
        public Object read(FrameReader in) {
            return reader.apply(in);
        }

        @Override
        public Object accept(Object value, Allowance allowance) {
            if (!type.isInstance(value))
                throw new IllegalArgumentException(value == null ? "null instead of " + type.getSimpleName()
                        : value.getClass().getName() + " instead of " + type.getSimpleName());
            T copy = copier.apply(type.cast(value));
            if (copy instanceof byte[] bytes)
                allowance.spend(bytes.length);
            else if (copy instanceof short[] numbers)
                allowance.spend(numbers.length * Short.BYTES);
            else
                allowance.text(length.apply(copy));
            return copy;
        }
    }
}
