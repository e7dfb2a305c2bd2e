package org.trunkline.alert.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.testkit.AlertChannelContract;
import org.trunkline.testkit.Samples;

class WebhookChannelTest extends AlertChannelContract {
    private final WebhookChannel channel = new WebhookChannel(new Webhook(Set.of("127.0.0.1")), () -> Samples.START);
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        server.createContext("/fine", exchange -> answer(exchange, 200));
        server.createContext("/gone", exchange -> answer(exchange, 410));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        channel.stop();
    }

    private Map<String, String> settings(String path) {
        return Map.of(WebhookChannel.URL, "http://127.0.0.1:" + server.getAddress().getPort() + path, WebhookChannel.SECRET,
                "0123456789abcdef");
    }

    @Override
    protected AlertChannel channel() {
        return channel;
    }

    @Override
    protected Map<String, String> settings() {
        return settings("/fine");
    }

    @Override
    protected Map<String, String> wrongSettings() {
        return settings("/gone");
    }
}
