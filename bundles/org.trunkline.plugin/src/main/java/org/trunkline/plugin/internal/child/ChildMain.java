package org.trunkline.plugin.internal.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameWriter;
import org.trunkline.plugin.internal.link.Link;

/**
 * The process of a plug-in: connects to the node, runs what the node says, and ends when the connection does. Started by
 * the node alone, which writes the socket's path and a token to standard input.
 */
public final class ChildMain {
    private ChildMain() {
    }

    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        var path = in.readLine();
        var token = in.readLine();
        if (path == null || token == null)
            return;
        var link = new Link(SocketChannel.open(UnixDomainSocketAddress.of(Path.of(path))));
        var hello = new FrameWriter(FrameKind.HELLO);
        hello.writeText(token);
        link.send(hello);
        LinkLogging.to(link);
        var agent = new Agent(link);
        var reader = new Thread(() -> read(link, agent), "trunkline-link");
        reader.setPriority(Thread.MAX_PRIORITY);
        reader.start();
    }

    private static void read(Link link, Agent agent) {
        try {
            link.readAll(Integer.MAX_VALUE, agent);
        } catch (IOException | RuntimeException e) {
            // the node is gone, or speaks another language: there is nobody to tell
        } finally {
            Runtime.getRuntime().halt(0); // whatever threads the plug-in has
        }
    }
}
