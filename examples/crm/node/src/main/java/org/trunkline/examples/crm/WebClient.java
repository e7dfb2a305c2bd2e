package org.trunkline.examples.crm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.trunkline.spi.ExtensionException;

/** Requests to one server, with its credentials. */
final class WebClient {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_CHARACTERS = 16 << 20;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final URI address;
    private final String authorization;

    private WebClient(URI address, String authorization) {
        this.address = address;
        this.authorization = authorization;
    }

    static WebClient basic(URI address, String user, String password) {
        return new WebClient(address, "Basic " + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    static WebClient bearer(URI address, String token) {
        return new WebClient(address, "Bearer " + token);
    }

    JsonNode json(String method, String path, String body) throws ExtensionException {
        var text = text(method, path, "application/json", body);
        try {
            return JSON.readTree(text.isEmpty() ? "{}" : text);
        } catch (JsonProcessingException e) {
            throw new ExtensionException(address.getHost() + " did not answer with JSON: check the address", false, e);
        }
    }

    /** @param path below the address; empty for the address itself */
    String text(String method, String path, String contentType, String body) throws ExtensionException {
        var uri = URI.create(path.isEmpty() ? address.toString() : address.toString().replaceAll("/+$", "") + path);
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Authorization", authorization)
                .header("Content-Type", contentType).header("Depth", "1")
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status == 401 || status == 403)
                throw new ExtensionException(uri.getHost() + " refuses the key (" + status + "): enter it again in the settings", false);
            if (status / 100 == 4 && status != TIMEOUT && status != TOO_MANY)
                throw new RefusedException(uri.getHost() + " answered " + status + " to " + method);
            if (status / 100 != 2)
                throw new ExtensionException(uri.getHost() + " answered " + status + " to " + method, status >= 500 || status / 100 == 4);
            if (answer.body().length() > MOST_CHARACTERS)
                throw new ExtensionException(uri.getHost() + " answered with more than 16 million characters", false);
            return answer.body();
        } catch (IOException e) {
            throw new ExtensionException(uri.getHost() + " does not answer: " + e.getMessage(), true, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExtensionException("Interrupted while asking " + uri.getHost(), true, e);
        }
    }
}
