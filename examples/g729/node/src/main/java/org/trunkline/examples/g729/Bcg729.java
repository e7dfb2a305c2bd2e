package org.trunkline.examples.g729;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** The library bcg729 of the system, version 1.0.1 or later. <b>Threads:</b> any; each coder by one at a time. */
final class Bcg729 {
    private static final List<String> NAMES = List.of("libbcg729.so.0", "libbcg729.0.dylib", "bcg729.dll");
    /** Of a frame of 10 ms. */
    static final int SAMPLES = 80;
    /** Of a frame of speech. */
    static final int SPEECH = 10;
    /** Of a frame that describes comfort noise (Annex B). */
    static final int NOISE = 2;

    private final MethodHandle openEncoder;
    private final MethodHandle encode;
    private final MethodHandle closeEncoder;
    private final MethodHandle openDecoder;
    private final MethodHandle decode;
    private final MethodHandle closeDecoder;

    private Bcg729(SymbolLookup library) {
        openEncoder = function(library, "initBcg729EncoderChannel", FunctionDescriptor.of(ADDRESS, JAVA_BYTE));
        encode = function(library, "bcg729Encoder", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        closeEncoder = function(library, "closeBcg729EncoderChannel", FunctionDescriptor.ofVoid(ADDRESS));
        openDecoder = function(library, "initBcg729DecoderChannel", FunctionDescriptor.of(ADDRESS));
        decode = function(library, "bcg729Decoder",
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_BYTE, JAVA_BYTE, JAVA_BYTE, JAVA_BYTE, ADDRESS));
        closeDecoder = function(library, "closeBcg729DecoderChannel", FunctionDescriptor.ofVoid(ADDRESS));
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor of) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), of);
    }

    /** @throws IllegalStateException if the system has none */
    static Bcg729 load() {
        for (String name : NAMES)
            try {
                return new Bcg729(SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException e) { // not under this name
                continue;
            }
        throw new IllegalStateException("The library bcg729 is not installed: install the package libbcg729-0, then start the plug-in again");
    }

    /** @param silence whether silence is described by comfort noise, or not sent */
    Encoder encoder(boolean silence) {
        return new Encoder(silence);
    }

    Decoder decoder() {
        return new Decoder();
    }

    private MemorySegment newEncoder(byte silence) {
        try {
            return (MemorySegment) openEncoder.invokeExact(silence);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private MemorySegment newDecoder() {
        try {
            return (MemorySegment) openDecoder.invokeExact();
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static RuntimeException failed(Throwable e) {
        return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }

    /** Memory of one coder outside the heap, and the buffers of its frames. */
    private abstract static class Coder implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final MethodHandle close;
        final MemorySegment state;
        final MemorySegment samples = made(MemoryLayout.sequenceLayout(SAMPLES, JAVA_SHORT));
        final MemorySegment octets = made(MemoryLayout.sequenceLayout(SPEECH, JAVA_BYTE));

        Coder(MemorySegment state, MethodHandle close) {
            if (state.equals(MemorySegment.NULL))
                throw new IllegalStateException("bcg729 has no memory for one more stream");
            this.state = state;
            this.close = close;
        }

        final MemorySegment made(MemoryLayout of) {
            return arena.allocate(of);
        }

        @Override
        public void close() {
            try {
                close.invokeExact(state);
            } catch (Throwable e) {
                throw failed(e);
            }
            arena.close();
        }
    }

    /** Frames of speech, and of silence. */
    final class Encoder extends Coder {
        private final MemorySegment length = made(JAVA_BYTE);

        private Encoder(boolean silence) {
            super(newEncoder((byte) (silence ? 1 : 0)), closeEncoder);
        }

        /** @param from place of the first of {@link #SAMPLES} @return octets put into the payload at its place: 10, 2 or 0 */
        int encode(short[] all, int from, byte[] payload, int place) {
            MemorySegment.copy(all, from, samples, JAVA_SHORT, 0, SAMPLES);
            try {
                encode.invokeExact(state, samples, octets, length);
            } catch (Throwable e) {
                throw failed(e);
            }
            int count = length.get(JAVA_BYTE, 0);
            MemorySegment.copy(octets, JAVA_BYTE, 0, payload, place, count);
            return count;
        }
    }

    /** Samples of frames, and of those that are lost. */
    final class Decoder extends Coder {
        private Decoder() {
            super(newDecoder(), closeDecoder);
        }

        /** @param count {@link #SPEECH} or {@link #NOISE} octets at the place @param into gets {@link #SAMPLES} */
        void decode(byte[] payload, int place, int count, short[] into, int at) {
            MemorySegment.copy(payload, place, octets, JAVA_BYTE, 0, count);
            decoded(octets, count, false, into, at);
        }

        /** A frame that is lost. */
        void conceal(short[] into, int at) {
            decoded(MemorySegment.NULL, 0, true, into, at);
        }

        private void decoded(MemorySegment frame, int count, boolean lost, short[] into, int at) {
            try {
                decode.invokeExact(state, frame, (byte) count, (byte) (lost ? 1 : 0), (byte) (count == NOISE ? 1 : 0), (byte) 0, samples);
            } catch (Throwable e) {
                throw failed(e);
            }
            MemorySegment.copy(samples, JAVA_SHORT, 0, into, at, SAMPLES);
        }
    }
}
