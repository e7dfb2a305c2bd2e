package org.trunkline.spi.http;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;

/**
 * Answers requests under {@code /api/v1/plugins/{id}/web/}, for callers that the admin API has authenticated.
 *
 * <p><b>Shape:</b> bodies up to 1 MiB each way. <b>Threads:</b> up to four of the plug-in's threads at once.
 * <b>Budget:</b> 5 s, then the caller gets 504. <b>Errors:</b> an exception is answered with 502 and its message.
 *
 * <pre>{@code
 * public final class Ping implements HttpResource {
 *     public String name() {
 *         return "ping";
 *     }
 *
 *     public Reply handle(Call call) {
 *         return call.method().equals("GET") ? Reply.json("{\"alive\":true}") : Reply.notFound();
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 5_000, outsideMillis = 5_000)
public interface HttpResource {
    /** First segment of the path below {@code web/}: lower case, digits and hyphens; the same at each call. */
    String name();

    Reply handle(Call call) throws ExtensionException;

    /**
     * @param method {@code GET}, {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}
     * @param path below the resource's name, decoded: {@code ["calls", "42"]}
     * @param query parameters, the last of each name
     * @param contentType of the body, empty for none
     * @param author author of the request, as in the audit
     */
    record Call(String method, List<String> path, Map<String, String> query, String contentType, byte[] body,
            String author) {
        public Call {
            requireNonNull(method);
            path = List.copyOf(path);
            query = Map.copyOf(query);
            requireNonNull(contentType);
            requireNonNull(body);
            requireNonNull(author);
        }
    }

    /** @param status 200 to 599 */
    record Reply(int status, String contentType, byte[] body) {
        public Reply {
            requireNonNull(contentType);
            requireNonNull(body);
        }

        public static Reply json(String json) {
            return new Reply(200, "application/json", json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        public static Reply notFound() {
            return new Reply(404, "text/plain", new byte[0]);
        }
    }
}
