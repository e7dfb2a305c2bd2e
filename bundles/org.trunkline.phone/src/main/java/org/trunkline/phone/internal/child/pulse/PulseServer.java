package org.trunkline.phone.internal.child.pulse;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A connection to the PulseAudio server, or PipeWire's, with what {@link PulseStreams} needs of libpulse: devices, the streams of this process,
 * and to which device a stream goes. Each request waits for its answer, two seconds at most. On one thread.
 */
final class PulseServer implements SoundServer {
    /** What is waited for: connected, answered. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final int STEP_MICROS = 100_000;
    private static final int READY = 4;
    private static final int FAILED = 5;
    private static final int DONE = 1;
    private static final int NO_AUTOSPAWN = 1;
    private static final int NO_MONITOR = -1;
    private static final long LONGEST_TEXT = 4096;
    /** Offsets in the structures of libpulse.so.0 on 64 bits, which do not change: they are its ABI. */
    private static final long NAME = 0;
    private static final long DESCRIPTION = 16;
    private static final long CHANNELS = 172;
    private static final long VOLUMES = 176;
    private static final int MOST_CHANNELS = 32;
    private static final long MUTED = 304;
    private static final long MONITOR_OF = 308;
    private static final long DEVICE_SIZE = 312;
    private static final long STREAM_INDEX = 0;
    private static final long PLAYING_PROPERTIES = 344;
    private static final long RECORDING_PROPERTIES = 208;
    private static final Linker LINKER = Linker.nativeLinker();

    private final Arena arena = Arena.ofConfined();
    private final Map<String, MethodHandle> functions = new HashMap<>();
    private final SymbolLookup pulse;
    private final MemorySegment mainloop;
    private final MemorySegment context;
    private final MemorySegment found;
    private final MemorySegment process;
    private final String pid = String.valueOf(ProcessHandle.current().pid());
    private Consumer<MemorySegment> taker = _ -> { };

    /** @throws IllegalStateException without a server that answers, or its library */
    PulseServer() {
        try {
            pulse = SymbolLookup.libraryLookup("libpulse.so.0", arena);
            found = LINKER.upcallStub(MethodHandles.lookup().bind(this, "found", MethodType.methodType(void.class, MemorySegment.class, MemorySegment.class,
                    int.class, MemorySegment.class)), FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT, ADDRESS), arena);
            process = arena.allocateFrom("application.process.id");
            mainloop = (MemorySegment) of("pa_mainloop_new", ADDRESS).invoke();
            var api = (MemorySegment) of("pa_mainloop_get_api", ADDRESS, ADDRESS).invoke(mainloop);
            context = (MemorySegment) of("pa_context_new", ADDRESS, ADDRESS, ADDRESS).invoke(api, arena.allocateFrom("Trunkline"));
            int begun = (int) of("pa_context_connect", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS).invoke(context, MemorySegment.NULL, NO_AUTOSPAWN,
                    MemorySegment.NULL);
            var state = of("pa_context_get_state", JAVA_INT, ADDRESS);
            long until = System.nanoTime() + PATIENCE_NANOS;
            int now = FAILED;
            while (begun >= 0 && (now = (int) state.invoke(context)) < READY && System.nanoTime() < until)
                step();
            if (begun < 0 || now != READY) {
                release();
                throw new IllegalStateException("no sound server");
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (Throwable e) { // what MethodHandle declares
            throw new IllegalStateException("libpulse cannot be used: " + e.getMessage(), e);
        }
    }

    private MethodHandle of(String name, MemoryLayout result, MemoryLayout... parameters) {
        return functions.computeIfAbsent(name, key -> LINKER.downcallHandle(pulse.findOrThrow(key), FunctionDescriptor.of(result, parameters)));
    }

    private void step() throws Throwable {
        if ((int) of("pa_mainloop_prepare", JAVA_INT, ADDRESS, JAVA_INT).invoke(mainloop, STEP_MICROS) < 0
                || (int) of("pa_mainloop_poll", JAVA_INT, ADDRESS).invoke(mainloop) < 0 || (int) of("pa_mainloop_dispatch", JAVA_INT, ADDRESS).invoke(mainloop) < 0)
            throw new IllegalStateException("the sound server is gone");
    }

    /** Called by the library for each entry of a list. */
    void found(MemorySegment of, MemorySegment entry, int end, MemorySegment data) {
        if (end == 0 && !entry.equals(MemorySegment.NULL))
            taker.accept(entry);
    }

    private void await(MemorySegment operation) throws Throwable {
        if (operation.equals(MemorySegment.NULL))
            throw new IllegalStateException("the sound server is gone");
        var state = of("pa_operation_get_state", JAVA_INT, ADDRESS);
        long until = System.nanoTime() + PATIENCE_NANOS;
        try {
            while ((int) state.invoke(operation) < DONE) {
                if (System.nanoTime() > until)
                    throw new IllegalStateException("the sound server does not answer");
                step();
            }
        } finally {
            LINKER.downcallHandle(pulse.findOrThrow("pa_operation_unref"), FunctionDescriptor.ofVoid(ADDRESS)).invoke(operation);
        }
    }

    /** Begins what the library answers by {@link #found}. */
    private interface Query {
        Object begin() throws Throwable;
    }

    private void list(String function, Consumer<MemorySegment> each) {
        list(() -> (MemorySegment) of(function, ADDRESS, ADDRESS, ADDRESS, ADDRESS).invoke(context, found, MemorySegment.NULL), each);
    }

    private void list(Query query, Consumer<MemorySegment> each) {
        taker = each;
        try {
            await((MemorySegment) query.begin());
        } catch (IllegalStateException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            taker = _ -> { };
        }
    }

    private static String text(MemorySegment entry, long offset) {
        var address = entry.get(ADDRESS, offset);
        return address.equals(MemorySegment.NULL) ? "" : address.reinterpret(LONGEST_TEXT).getString(0);
    }

    @Override
    public List<Device> loudspeakers() {
        var all = new ArrayList<Device>();
        list("pa_context_get_sink_info_list", raw -> {
            var entry = raw.reinterpret(DEVICE_SIZE);
            all.add(new Device(text(entry, NAME), text(entry, DESCRIPTION)));
        });
        return all;
    }

    @Override
    public List<Device> microphones() {
        var all = new ArrayList<Device>();
        list("pa_context_get_source_info_list", raw -> {
            var entry = raw.reinterpret(DEVICE_SIZE);
            if (entry.get(JAVA_INT, MONITOR_OF) == NO_MONITOR)
                all.add(new Device(text(entry, NAME), text(entry, DESCRIPTION)));
        });
        return all;
    }

    @Override
    public Optional<Boolean> isMuted(String microphone) {
        var muted = new ArrayList<Boolean>();
        try (var here = Arena.ofConfined()) {
            var name = here.allocateFrom(microphone);
            list(() -> (MemorySegment) of("pa_context_get_source_info_by_name", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS).invoke(context, name, found,
                    MemorySegment.NULL), raw -> {
                        var entry = raw.reinterpret(DEVICE_SIZE);
                        muted.add(entry.get(JAVA_INT, MUTED) != 0 || isAtZero(entry));
                    });
        }
        return muted.stream().findFirst();
    }

    private static boolean isAtZero(MemorySegment source) {
        int channels = Math.min(source.get(JAVA_BYTE, CHANNELS), MOST_CHANNELS);
        return IntStream.range(0, channels).allMatch(channel -> source.get(JAVA_INT, VOLUMES + channel * JAVA_INT.byteSize()) == 0);
    }

    /** By the server's numbers. */
    @Override
    public List<Integer> playing() {
        return own("pa_context_get_sink_input_info_list", PLAYING_PROPERTIES);
    }

    @Override
    public List<Integer> recording() {
        return own("pa_context_get_source_output_info_list", RECORDING_PROPERTIES);
    }

    private List<Integer> own(String function, long properties) {
        var all = new ArrayList<Integer>();
        list(function, raw -> {
            var entry = raw.reinterpret(properties + ADDRESS.byteSize());
            if (property(entry.get(ADDRESS, properties)).filter(pid::equals).isPresent())
                all.add(entry.get(JAVA_INT, STREAM_INDEX));
        });
        return all;
    }

    private Optional<String> property(MemorySegment properties) {
        try {
            var value = (MemorySegment) of("pa_proplist_gets", ADDRESS, ADDRESS, ADDRESS).invoke(properties, process);
            return value.equals(MemorySegment.NULL) ? Optional.empty() : Optional.of(value.reinterpret(LONGEST_TEXT).getString(0));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void play(int stream, String loudspeaker) {
        move("pa_context_move_sink_input_by_name", stream, loudspeaker);
    }

    @Override
    public void record(int stream, String microphone) {
        move("pa_context_move_source_output_by_name", stream, microphone);
    }

    private void move(String function, int stream, String device) {
        try (var here = Arena.ofConfined()) {
            await((MemorySegment) of(function, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS).invoke(context, stream, here.allocateFrom(device),
                    MemorySegment.NULL, MemorySegment.NULL));
        } catch (IllegalStateException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void release() throws Throwable {
        for (var each : List.of("pa_context_disconnect", "pa_context_unref"))
            LINKER.downcallHandle(pulse.findOrThrow(each), FunctionDescriptor.ofVoid(ADDRESS)).invoke(context);
        LINKER.downcallHandle(pulse.findOrThrow("pa_mainloop_free"), FunctionDescriptor.ofVoid(ADDRESS)).invoke(mainloop);
        arena.close();
    }

    @Override
    public void close() {
        try {
            release();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
