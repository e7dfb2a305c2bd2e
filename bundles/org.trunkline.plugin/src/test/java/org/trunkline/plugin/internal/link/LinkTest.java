package org.trunkline.plugin.internal.link;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class LinkTest {
    @TempDir
    Path folder;

    @Test
    void theWritingThreadEndsWithTheConnection() throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("link"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var link = new Link(SocketChannel.open(address))) {
            var writer = Thread.ofPlatform().start(link::writeQueued);
            while (writer.getState() != Thread.State.WAITING) // for something to write
                Thread.onSpinWait();
            link.close();
            writer.join(10_000);
            assertFalse(writer.isAlive());
            assertThrows(IOException.class, () -> link.tell(new FrameWriter(FrameKind.values()[0])));
        }
    }

    @Test
    void aThreadThatComesAfterTheCloseEndsAtOnce() throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("link"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            var link = new Link(SocketChannel.open(address));
            link.close();
            var writer = Thread.ofPlatform().start(link::writeQueued);
            writer.join(10_000);
            assertFalse(writer.isAlive());
        }
    }
}
