package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.rtp.internal.net.Sockets;

/**
 * The relay alone, for a load generator of another process: {@code RelayBench CALLS FILE} opens calls between
 * 127.0.0.1:7000 and :7002, writes the node's RTP ports of each to the file, waits for the end of its input, and then
 * prints what the streams came to.
 */
final class RelayBench {
    private RelayBench() {}

    public static void main(String[] args) throws IOException, MediaUnavailableException {
        int calls = Integer.parseInt(args[0]);
        var loopback = InetAddress.ofLiteral("127.0.0.1");
        var config = Relay.config("127.0.0.1", 10_000, Math.clamp(11_000 + 4 * calls, 30_000, 65_535), 60);
        try (var media = new RtpMedia(config, Sockets.best(), System::nanoTime, InstantSource.system(),
                CodecTable.STANDARD)) {
            var sessions = new ArrayList<MediaSession>();
            var ports = new ArrayList<String>();
            Media.Listener silence = (call, since) -> System.err.println(call + " silent for " + since);
            for (int i = 0; i < calls; i++) {
                var session = media.open(CallId.next(Instant.EPOCH, new Random()), silence);
                sessions.add(session);
                int a = session.port(0, LegSide.CALLER, loopback).rtp();
                int b = session.port(0, LegSide.CALLEE, loopback).rtp();
                session.remote(0, LegSide.CALLER, voice(loopback, 7000));
                session.remote(0, LegSide.CALLEE, voice(loopback, 7002));
                session.watchSilence(true);
                ports.add(a + " " + b);
            }
            sessions.forEach(Relay::settle);
            Files.write(Path.of(args[1]), ports);
            while (System.in.read() >= 0) {
                // the generator is at work
            }
            summarise(sessions);
        }
    }

    private static RemoteMedia voice(InetAddress address, int port) {
        return new RemoteMedia("audio", new InetSocketAddress(address, port), new InetSocketAddress(address, port + 1),
                true, true, Map.of(0, new Encoding("PCMU", 8000)));
    }

    private static void summarise(List<MediaSession> sessions) {
        var all = sessions.stream().flatMap(s -> s.reports().stream()).toList();
        System.out.printf("streams %d, packets %d, lost %d, mean MOS %.2f%n", all.size(),
                all.stream().mapToLong(r -> r.packets()).sum(), all.stream().mapToLong(r -> r.lost()).sum(),
                all.stream().mapToDouble(r -> r.mos().orElse(0.0)).average().orElse(0));
    }
}
