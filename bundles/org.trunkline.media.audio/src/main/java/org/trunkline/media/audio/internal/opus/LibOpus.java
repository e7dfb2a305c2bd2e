package org.trunkline.media.audio.internal.opus;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** libopus of the system. Its coders are in memory outside the heap. */
final class LibOpus implements OpusLibrary {
    private static final List<String> NAMES = List.of("libopus.so.0", "libopus.0.dylib", "opus.dll", "libopus-0.dll");
    private static final int VOIP = 2048;
    private static final int SET_BIT_RATE = 4002;
    private static final int SET_COMPLEXITY = 4010;
    private static final int SET_IN_BAND_FEC = 4012;
    private static final int SET_EXPECTED_LOSS = 4014;
    /** Octets of a packet at most: several frames. */
    private static final int LONGEST_PACKET = 4096;
    private static final int ALIGNMENT = 16;

    private final MethodHandle encoderSize;
    private final MethodHandle encoderInit;
    private final MethodHandle encoderSet;
    private final MethodHandle encode;
    private final MethodHandle decoderSize;
    private final MethodHandle decoderInit;
    private final MethodHandle decode;
    private final String version;

    private LibOpus(SymbolLookup library) throws Throwable {
        encoderSize = function(library, "opus_encoder_get_size", JAVA_INT);
        encoderInit = function(library, "opus_encoder_init", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
        encoderSet = Linker.nativeLinker().downcallHandle(library.findOrThrow("opus_encoder_ctl"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
        encode = function(library, "opus_encode", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
        decoderSize = function(library, "opus_decoder_get_size", JAVA_INT);
        decoderInit = function(library, "opus_decoder_init", ADDRESS, JAVA_INT, JAVA_INT);
        decode = function(library, "opus_decode", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        var name = Linker.nativeLinker().downcallHandle(library.findOrThrow("opus_get_version_string"), FunctionDescriptor.of(ADDRESS));
        version = ((MemorySegment) name.invokeExact()).reinterpret(100).getString(0);
    }

    private static MethodHandle function(SymbolLookup library, String name, java.lang.foreign.MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** Empty where the system has none that can be used. */
    static Optional<LibOpus> load() {
        for (String name : NAMES)
            try {
                return Optional.of(new LibOpus(SymbolLookup.libraryLookup(name, Arena.global())));
            } catch (Throwable e) { // not there, or not what it is named
                continue;
            }
        return Optional.empty();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean decodesToAnyRate() {
        return true;
    }

    private static int called(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void good(int result) {
        if (result < 0)
            throw new IllegalArgumentException("libopus: error " + result);
    }

    @Override
    public Encoder encoder(int rate) {
        return new NativeEncoder(rate);
    }

    @Override
    public Decoder decoder(int rate) {
        return new NativeDecoder(rate);
    }

    /** Memory of one coder, freed when it is closed: the collector does not see how much is held outside the heap. */
    private static class NativeCoder {
        private final Arena arena = Arena.ofShared();

        MemorySegment made(int size) {
            return arena.allocate(size, ALIGNMENT);
        }

        public void close() {
            if (arena.scope().isAlive())
                arena.close();
        }
    }

    private final class NativeEncoder extends NativeCoder implements Encoder {
        private final MemorySegment state = made(called(encoderSize, 1));
        private final MemorySegment in;
        private final MemorySegment out = made(LONGEST);

        NativeEncoder(int rate) {
            in = made(Short.BYTES * rate / 1000 * 60);
            good(called(encoderInit, state, rate, 1, VOIP));
            good(called(encoderSet, state, SET_COMPLEXITY, COMPLEXITY));
        }

        @Override
        public void tune(int bitRate, boolean fec, int lossPercent) {
            good(called(encoderSet, state, SET_BIT_RATE, bitRate));
            good(called(encoderSet, state, SET_IN_BAND_FEC, fec ? 1 : 0));
            good(called(encoderSet, state, SET_EXPECTED_LOSS, lossPercent));
        }

        @Override
        public void encode(short[] samples, int from, int count, ByteBuffer into) {
            MemorySegment.copy(samples, from, in, JAVA_SHORT, 0, count);
            int length;
            try {
                length = (int) encode.invokeExact(state, in, count, out, LONGEST);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            good(length);
            MemorySegment.copy(out, JAVA_BYTE, 0, into.array(), into.arrayOffset() + into.position(), length);
            into.position(into.position() + length);
        }
    }

    private final class NativeDecoder extends NativeCoder implements Decoder {
        private final MemorySegment state = made(called(decoderSize, 1));
        private final MemorySegment in = made(LONGEST_PACKET);
        private final MemorySegment out;

        NativeDecoder(int rate) {
            out = made(Short.BYTES * rate / 1000 * 120);
            good(called(decoderInit, state, rate, 1));
        }

        @Override
        public int decode(@Nullable ByteBuffer packet, boolean lost, short[] samples, int count) {
            int length = packet == null ? 0 : packet.remaining();
            if (length > LONGEST_PACKET || packet != null && length == 0)
                return 0;
            if (packet != null)
                MemorySegment.copy(MemorySegment.ofBuffer(packet), 0, in, 0, length);
            int most = Math.min(count, (int) (out.byteSize() / Short.BYTES));
            MemorySegment coded = packet == null ? MemorySegment.NULL : in; // of this very type, whatever compiler: invokeExact
            int decoded;
            try {
                decoded = (int) decode.invokeExact(state, coded, length, out, most, lost ? 1 : 0);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            if (decoded > 0)
                MemorySegment.copy(out, JAVA_SHORT, 0, samples, 0, decoded);
            return decoded;
        }
    }
}
