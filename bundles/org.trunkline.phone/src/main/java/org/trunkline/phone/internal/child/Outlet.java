package org.trunkline.phone.internal.child;

import java.io.PrintStream;

/** Where the process tells the desk. <b>Threads:</b> any. */
final class Outlet {
    private final PrintStream out;

    Outlet(PrintStream out) {
        this.out = out;
    }

    void tell(SoundMessage message) {
        synchronized (out) {
            out.print(message.written() + "\n");
            out.flush();
        }
    }

    void tell(String what, Object... pairs) {
        tell(SoundMessage.of(what, pairs));
    }
}
