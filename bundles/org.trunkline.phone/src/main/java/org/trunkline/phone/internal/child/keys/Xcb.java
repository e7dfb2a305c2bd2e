package org.trunkline.phone.internal.child.keys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A connection to an X server with what {@link X11Keys} needs of libxcb. Not libX11: its errors go to one handler of the process, which AWT has, and it
 * ends the process when the server does. <b>Threads:</b> one waits in {@link #next} while another one asks.
 */
final class Xcb implements X11Keys.Server {
    /** A key that was pressed or let go, or another layout of the keyboard. @param state modifiers that were held */
    record Event(int type, int keycode, int state, int time) {
        static final int PRESSED = 2;
        static final int RELEASED = 3;
        static final int LAYOUT = 34;
    }

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout COOKIE = MemoryLayout.structLayout(JAVA_INT);
    private static final StructLayout ITERATOR = MemoryLayout.structLayout(ADDRESS, JAVA_INT, JAVA_INT);
    /** Offsets in the structures of the protocol, which do not change. */
    private static final long SETUP_FIRST_KEYCODE = 34;
    private static final long SETUP_LAST_KEYCODE = 35;
    private static final long MAPPING_WIDTH = 1;
    private static final long MAPPING_LENGTH = 4;
    private static final long REPLY_HEAD = 32;
    private static final int SENT_BY_A_PROGRAM = 0x80;
    private static final byte ASYNC = 1;

    private final SymbolLookup xcb;
    private final MethodHandle free;
    private final MemorySegment connection;
    private final int root;
    private final int firstKeycode;
    private final int lastKeycode;

    /** @throws IllegalStateException without X server or its library */
    Xcb() {
        try {
            xcb = SymbolLookup.libraryLookup("libxcb.so.1", Arena.global());
            free = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));
            connection = (MemorySegment) of("xcb_connect", ADDRESS, ADDRESS, ADDRESS).invoke(MemorySegment.NULL, MemorySegment.NULL);
            if (broken()) {
                close();
                throw new IllegalStateException("no X server");
            }
            var setup = ((MemorySegment) of("xcb_get_setup", ADDRESS, ADDRESS).invoke(connection)).reinterpret(SETUP_LAST_KEYCODE + 1);
            firstKeycode = setup.get(JAVA_BYTE, SETUP_FIRST_KEYCODE) & 255;
            lastKeycode = setup.get(JAVA_BYTE, SETUP_LAST_KEYCODE) & 255;
            try (var arena = Arena.ofConfined()) {
                var screens = (MemorySegment) of("xcb_setup_roots_iterator", ITERATOR, ADDRESS).invoke(arena, setup);
                root = screens.get(ADDRESS, 0).reinterpret(4).get(JAVA_INT, 0);
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (Throwable e) { // what MethodHandle declares
            throw new IllegalStateException("no X server", e);
        }
    }

    private MethodHandle of(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(xcb.findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }

    private interface Call<T> {
        T run() throws Throwable;
    }

    private static <T> T called(Call<T> call) {
        try {
            return call.run();
        } catch (Throwable e) { // what MethodHandle declares; libxcb throws nothing
            throw new IllegalStateException(e);
        }
    }

    private boolean broken() {
        return called(() -> (int) of("xcb_connection_has_error", JAVA_INT, ADDRESS).invoke(connection) != 0);
    }

    @Override
    public List<Integer> keycodes(int keysym) {
        return called(() -> {
            try (var arena = Arena.ofConfined()) {
                var cookie = (MemorySegment) of("xcb_get_keyboard_mapping", COOKIE, ADDRESS, JAVA_BYTE, JAVA_BYTE).invoke(arena, connection,
                        (byte) firstKeycode, (byte) (lastKeycode - firstKeycode + 1));
                var reply = (MemorySegment) of("xcb_get_keyboard_mapping_reply", ADDRESS, ADDRESS, COOKIE, ADDRESS).invoke(connection, cookie,
                        MemorySegment.NULL);
                if (reply.equals(MemorySegment.NULL))
                    return List.<Integer>of();
                try {
                    var head = reply.reinterpret(REPLY_HEAD);
                    int width = head.get(JAVA_BYTE, MAPPING_WIDTH) & 255;
                    int length = head.get(JAVA_INT, MAPPING_LENGTH);
                    var signs = reply.reinterpret(REPLY_HEAD + 4L * length).asSlice(REPLY_HEAD);
                    var found = new ArrayList<Integer>();
                    for (int i = 0; i < length; i++)
                        if (signs.get(JAVA_INT, 4L * i) == keysym && !found.contains(firstKeycode + i / width))
                            found.add(firstKeycode + i / width);
                    return found;
                } finally {
                    free.invoke(reply);
                }
            }
        });
    }

    @Override
    public boolean grab(int keycode, int modifiers) {
        return called(() -> {
            try (var arena = Arena.ofConfined()) {
                var cookie = (MemorySegment) of("xcb_grab_key_checked", COOKIE, ADDRESS, JAVA_BYTE, JAVA_INT, JAVA_SHORT, JAVA_BYTE, JAVA_BYTE, JAVA_BYTE)
                        .invoke(arena, connection, (byte) 0, root, (short) modifiers, (byte) keycode, ASYNC, ASYNC);
                return succeeded(cookie);
            }
        });
    }

    @Override
    public void ungrab(int keycode, int modifiers) {
        called(() -> {
            try (var arena = Arena.ofConfined()) {
                var cookie = (MemorySegment) of("xcb_ungrab_key_checked", COOKIE, ADDRESS, JAVA_BYTE, JAVA_INT, JAVA_SHORT).invoke(arena, connection,
                        (byte) keycode, root, (short) modifiers);
                return succeeded(cookie);
            }
        });
    }

    private boolean succeeded(MemorySegment cookie) throws Throwable {
        var error = (MemorySegment) of("xcb_request_check", ADDRESS, ADDRESS, COOKIE).invoke(connection, cookie);
        if (error.equals(MemorySegment.NULL))
            return !broken();
        free.invoke(error);
        return false;
    }

    @Override
    public void close() {
        called(() -> {
            LINKER.downcallHandle(xcb.findOrThrow("xcb_disconnect"), FunctionDescriptor.ofVoid(ADDRESS)).invoke(connection);
            return true;
        });
    }

    @Override
    public Optional<Event> next() {
        return called(() -> {
            var event = (MemorySegment) of("xcb_wait_for_event", ADDRESS, ADDRESS).invoke(connection);
            if (event.equals(MemorySegment.NULL))
                return Optional.empty();
            try {
                var read = event.reinterpret(REPLY_HEAD);
                return Optional.of(new Event(read.get(JAVA_BYTE, 0) & ~SENT_BY_A_PROGRAM & 255, read.get(JAVA_BYTE, 1) & 255,
                        read.get(JAVA_SHORT, 28) & 0xFFFF, read.get(JAVA_INT, 4)));
            } finally {
                free.invoke(event);
            }
        });
    }
}
