package org.trunkline.media.rtp.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

import org.slf4j.LoggerFactory;

/** What the relay takes from the operating system. Any thread. */
public interface Sockets {
    /** DSCP EF (RFC 3246): networks that look at it hurry voice along. */
    int EXPEDITED = 0xB8;

    /** @throws java.net.BindException if another has the port */
    RelaySocket open(InetAddress local, int port) throws IOException;

    Poller poller() throws IOException;

    /** How many sockets there may be, with so many pollers: open files are limited. */
    default int most(int pollers) {
        return new Descriptors(OpenFiles.limit().orElse(Integer.MAX_VALUE)).most();
    }

    /** Whether two more can be opened now, save for those at rest. */
    default boolean hasRoom() {
        return true;
    }

    /** The cheapest that the system has and permits: io_uring, then epoll, then what Java offers. */
    static Sockets best() {
        return LinuxSockets.isHere() ? usable(true).or(() -> usable(false)).orElseGet(NioSockets::new) : new NioSockets();
    }

    /** Empty where no native access is granted, or where the kernel or a sandbox forbids the calls. */
    private static Optional<Sockets> usable(boolean ring) {
        try {
            var sockets = new LinuxSockets(ring);
            sockets.prove();
            return Optional.of(sockets);
        } catch (LinkageError | IOException | RuntimeException e) {
            LoggerFactory.getLogger(Sockets.class).info("media cannot use {}: {}", ring ? "io_uring" : "epoll",
                    e instanceof IOException ? e.getMessage() : e.toString());
            return Optional.empty();
        }
    }
}
