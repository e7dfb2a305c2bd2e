package org.trunkline.api.message;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A request that is to be signed in.
 *
 * @param method and {@code path} of HTTP, which the digest covers
 * @param authorization values of its Authorization headers
 * @param from where it comes from
 * @param agent User-Agent; may be empty
 */
public record FileSignIn(String method, String path, List<String> authorization, InetSocketAddress from, String agent) {
    public FileSignIn {
        requireNonNull(method);
        requireNonNull(path);
        authorization = List.copyOf(authorization);
        requireNonNull(from);
        requireNonNull(agent);
    }

    /** Tells no credentials. */
    @Override
    public String toString() {
        return "FileSignIn[" + method + " " + path + "]";
    }
}
