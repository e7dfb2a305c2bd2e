package org.trunkline.engine.port.signaling;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Answers REGISTER requests (RFC 3261 §10.3). Called on a stack thread; must not block. */
public interface RegisterHandler {
    /**
     * Feature-capability indicator (RFC 6809) with the address of the node's file server: scheme and port, such as {@code https:8060}, on
     * the host that the phone is connected to; or scheme, host and port.
     */
    String FILE_SERVER = "+trunkline.files";

    Reply register(Register request);

    /**
     * @param toUser user part of To, the AOR
     * @param contacts as received, in order
     * @param wildcard a Contact of {@code *}
     * @param expires the Expires header
     * @param authorization Authorization header values, raw
     * @param behindNat the topmost Via's sent-by or a Contact's host differs from the source
     * @param outbound whether the flow that it came over can be kept, and the phone asks for that (RFC 5626 §4.2)
     */
    record Register(String requestUri, String toUser, String toHost, String callId, long cseq,
            List<RegisterContact> contacts, boolean wildcard, OptionalInt expires, List<String> authorization,
            InetSocketAddress source, String transport, boolean behindNat, String userAgent, List<String> path,
            boolean outbound) {
        public Register {
            contacts = List.copyOf(contacts);
            authorization = List.copyOf(authorization);
            path = List.copyOf(path);
        }

        /** The same request with other URIs of its contacts, in order. */
        public Register with(List<String> uris) {
            var other = new ArrayList<RegisterContact>(uris.size());
            for (int i = 0; i < uris.size(); i++)
                other.add(new RegisterContact(uris.get(i), contacts.get(i).expires(), contacts.get(i).q(), contacts.get(i).flow()));
            return new Register(requestUri, toUser, toHost, callId, cseq, other, wildcard, expires, authorization, source, transport,
                    behindNat, userAgent, path, outbound);
        }

        /** Whether its flows are kept: then the answer says so (RFC 5626 §6), else the phone registers as it does elsewhere. */
        public boolean keepsFlows() {
            if (outbound)
                for (var contact : contacts)
                    if (contact.flow().isFlow())
                        return true;
            return false;
        }
    }

    /** @param uri without angle brackets or header parameters */
    record RegisterContact(String uri, OptionalInt expires, Optional<Float> q, DeviceFlow flow) {}

    /**
     * @param challenges WWW-Authenticate values of a 401
     * @param contacts for a 200: every binding left, with its remaining seconds
     * @param minExpires for a 423
     * @param reason phrase, empty for the status's own
     * @param warning value of a Warning header (RFC 3261 §20.43)
     * @param features value of a Feature-Caps header (RFC 6809)
     */
    record Reply(int status, String reason, List<String> challenges, List<Bound> contacts, OptionalInt minExpires,
            Optional<String> warning, Optional<String> features) {
        /** @param expires seconds left @param q preference as registered, 0 to 1 (RFC 3261 §10.2.1.2) */
        public record Bound(String uri, int expires, Optional<Float> q) {}

        public Reply {
            challenges = List.copyOf(challenges);
            contacts = List.copyOf(contacts);
        }

        public Reply(int status, String reason, List<String> challenges, List<Bound> contacts, OptionalInt minExpires) {
            this(status, reason, challenges, contacts, minExpires, Optional.empty(), Optional.empty());
        }

        /** A refusal. */
        public static Reply warned(int status, String warning) {
            return new Reply(status, "", List.of(), List.of(), OptionalInt.empty(), Optional.of(warning), Optional.empty());
        }

        public static Reply of(int status, String reason) {
            return new Reply(status, reason, List.of(), List.of(), OptionalInt.empty());
        }
    }
}
