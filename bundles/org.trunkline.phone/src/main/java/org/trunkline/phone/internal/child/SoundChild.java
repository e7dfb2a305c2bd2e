package org.trunkline.phone.internal.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Main class of the sound process. It ends with the desk: when its input does. */
public final class SoundChild {
    private SoundChild() {
    }

    public static void main(String[] arguments) throws IOException {
        var outlet = new Outlet(new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8));
        var worker = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "sound");
            thread.setDaemon(true);
            return thread;
        });
        try (var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            var engine = new SoundEngine(outlet, worker);
            worker.execute(() -> guarded(outlet, engine::start));
            worker.scheduleWithFixedDelay(() -> guarded(outlet, engine::everySecond), 1, 1, TimeUnit.SECONDS);
            for (String line; (line = in.readLine()) != null;)
                SoundMessage.read(line).ifPresent(command -> worker.execute(() -> guarded(outlet, () -> engine.obey(command))));
        }
        Runtime.getRuntime().halt(0); // the library's threads do not end in order
    }

    private static void guarded(Outlet outlet, Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // an Error too: the library throws it for a device that is gone
            outlet.tell("error", "reason", String.valueOf(e));
        }
    }
}
