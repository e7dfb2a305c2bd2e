package org.trunkline.sip.jain.internal.tls;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;

/**
 * The system asks a silent peer whether it is there (RFC 9293 §3.8.4): one that is gone without a word is found in two minutes,
 * and what translates addresses on the way remembers the connection.
 */
public final class KeepAlive {
    private static final Map<SocketOption<Integer>, Integer> SECONDS_AND_TIMES =
            Map.of(TCP_KEEPIDLE, 60, TCP_KEEPINTERVAL, 15, TCP_KEEPCOUNT, 4);

    private KeepAlive() {}

    /** Where the system knows no such times, its own hold. */
    public static void on(Socket socket) throws IOException {
        socket.setKeepAlive(true);
        for (var option : SECONDS_AND_TIMES.entrySet())
            if (socket.supportedOptions().contains(option.getKey()))
                socket.setOption(option.getKey(), option.getValue());
    }
}
