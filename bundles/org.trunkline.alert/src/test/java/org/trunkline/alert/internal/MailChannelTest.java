package org.trunkline.alert.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLSocketFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.testkit.AlertChannelContract;
import org.trunkline.testkit.Samples;

/** E-mail as any channel; {@link SmtpClientTest} is about the protocol. */
class MailChannelTest extends AlertChannelContract {
    private static final String UNKNOWN = "nobody@example.com";

    private ServerSocket server;
    private AlertChannel channel;

    @BeforeEach
    void serve() throws Exception {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed())
                try (var client = server.accept()) {
                    answer(client);
                } catch (IOException e) {
                    continue; // the next one
                }
        });
        channel = new MailChannel(Optional.of(new SmtpClient(new SmtpSettings("127.0.0.1", server.getLocalPort(),
                SmtpSettings.Security.NONE, new SmtpSettings.Account("", "", Optional.empty()), "node@example.com"), (SSLSocketFactory) SSLSocketFactory.getDefault(),
                () -> Samples.START)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static void answer(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        say(client, "220 mail.example.com");
        boolean text = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (text && !line.equals("."))
                continue;
            text = line.equals("DATA");
            say(client, text ? "354 go on" : line.contains(UNKNOWN) ? "550 5.1.1 no such user" : "250 fine");
            if (line.toUpperCase(Locale.ROOT).startsWith("QUIT"))
                return;
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    protected AlertChannel channel() {
        return channel;
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(MailChannel.TO, "noc@example.com");
    }

    @Override
    protected Map<String, String> wrongSettings() {
        return Map.of(MailChannel.TO, UNKNOWN);
    }
}
