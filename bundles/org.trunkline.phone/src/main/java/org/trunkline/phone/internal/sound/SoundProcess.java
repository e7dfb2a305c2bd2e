package org.trunkline.phone.internal.sound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.phone.internal.child.SoundChild;
import org.trunkline.phone.internal.child.SoundMessage;

/** A sound process that runs. <b>Threads:</b> any. */
final class SoundProcess implements SoundLink {
    private static final Logger LOG = LoggerFactory.getLogger(SoundProcess.class);
    private static final int KEPT = 500;
    /** A shared screen of 8K needs 130 MB twice; what is not needed is not taken from the system. */
    static final List<String> MEMORY = List.of("-Xmx512m", "-Xms8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError");

    private final Process process;
    private final StringBuilder said = new StringBuilder();

    private SoundProcess(Process process) {
        this.process = process;
    }

    /**
     * @param classPath this bundle, webrtc-java and its library for this system
     * @param receiver on a thread of the process
     * @param ended gets why, once
     * @throws IOException if it cannot be started
     */
    static SoundProcess start(List<Path> classPath, Consumer<SoundMessage> receiver, Consumer<String> ended) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
        var temporary = System.getProperty("java.io.tmpdir");
        var command = new ArrayList<String>(List.of(java.toString()));
        command.addAll(MEMORY);
        command.addAll(List.of("-XX:-UsePerfData", "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + Path.of(temporary, "trunkline-sound-%p.log"), "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary, "-Dapple.awt.UIElement=true", "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)), SoundChild.class.getName()));
        var builder = new ProcessBuilder(command);
        // the rest stays: sound servers are found by it
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"));
        var running = new SoundProcess(builder.start());
        daemon("phone-sound-errors", running::readErrors);
        daemon("phone-sound", () -> {
            running.read(receiver);
            ended.accept(running.reason());
        });
        return running;
    }

    private static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Consumer<SoundMessage> receiver) {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line; (line = in.readLine()) != null;)
                SoundMessage.read(line).ifPresent(receiver);
        } catch (IOException e) {
            LOG.debug("the sound process closed its output", e);
        }
    }

    private void readErrors() {
        try (var in = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            for (String line; (line = in.readLine()) != null;) {
                LOG.debug("sound process: {}", line);
                keep(line);
            }
        } catch (IOException e) {
            LOG.debug("the sound process closed its errors", e);
        }
    }

    private synchronized void keep(String line) {
        said.append(said.isEmpty() ? "" : " | ").append(line);
        if (said.length() > KEPT)
            said.delete(0, said.length() - KEPT);
    }

    private String reason() {
        try {
            int code = process.waitFor();
            synchronized (this) {
                return "exit code " + code + (said.isEmpty() ? "" : ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public synchronized void send(SoundMessage message) {
        try {
            OutputStream out = process.getOutputStream();
            out.write((message.written() + "\n").getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            LOG.debug("the sound process does not read", e);
        }
    }

    /** It ends when its input does. */
    @Override
    public void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }
}
