package org.trunkline.engine.port.routing;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.push.PushMessage;
import org.trunkline.engine.port.push.PushSender;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.DeviceFlow;

/**
 * Who is who and where calls go: the configuration as the call path sees it, with the live counters of trunks and the
 * bindings of subscribers. Reads one immutable snapshot; never blocks.
 *
 * <p><b>Threads:</b> any mailbox and the registrar.
 */
public interface Directory {
    /** What the signalling adapter admits messages by, but for the load. */
    default AdmissionSnapshot admission() {
        return AdmissionSnapshot.NOTHING;
    }

    /** @param changed told after {@link #admission} changed, before the answer to the REGISTER that changed it; any thread */
    default AutoCloseable onAdmissionChange(Runnable changed) {
        return () -> {};
    }

    /**
     * @param told each subscriber whose registrations change or are refreshed, while they do: enqueue and return, {@link #contacts}
     *        may not have the change yet; any thread
     */
    default AutoCloseable onRegistrations(Consumer<String> told) {
        return () -> {};
    }

    /** The trunk that this signalling address is trusted as; a longer CIDR match wins. */
    Optional<Trunk> trunkAt(InetAddress source);

    /**
     * The same for peers that share an address (loopback, NAT): the trunk whose own port it is comes first, and a
     * phone behind that address (the source of a registration, or a subscriber's name from another port than the
     * trunk's) is no trunk, so that it is asked for credentials.
     *
     * @param callerUser user part of From
     */
    default Optional<Trunk> trunkAt(InetSocketAddress source, String callerUser) {
        return trunkAt(source.getAddress());
    }

    /** The trunk that asks for a certificate of one of these names, wherever it calls from. */
    default Optional<Trunk> trunkOfCertificate(List<String> names) {
        return Optional.empty();
    }

    /** What calls out over a trunk cost now; empty where it has no prices or is not there any more. */
    default Optional<Tariff> tariff(String trunk) {
        return Optional.empty();
    }

    /** Where a trunk's host name led when last asked, off the call path; empty while it resolves to nothing. */
    default List<InetAddress> addresses(Trunk trunk) {
        return List.of();
    }

    /** A trunk by the user part its outward registration gave as Contact, for providers that call from anywhere else. */
    Optional<Trunk> trunkOfContact(String user, InetAddress source);

    /**
     * Checks digest credentials (RFC 8760, RFC 3261 §22). Takes the same time for known and unknown users.
     *
     * @param headers Authorization and Proxy-Authorization values as received, none for a first request
     */
    AuthResult authenticate(String method, String requestUri, List<String> headers, byte[] body);

    /** The same for a request of which more is known: guessing is slowed down, and each client gets what it understands. */
    default AuthResult authenticate(AuthRequest request) {
        return authenticate(request.method(), request.requestUri(), request.headers(), request.body());
    }

    /**
     * @param headers Authorization and Proxy-Authorization values as received
     * @param source a source that gives too many wrong credentials is denied for a while
     * @param userAgent some clients fail at challenges they do not know, against RFC 3261 §22.1; empty where unknown
     */
    record AuthRequest(String method, String requestUri, List<String> headers, byte[] body, InetSocketAddress source,
            String userAgent) {
        public AuthRequest {
            headers = List.copyOf(headers);
        }

        /** Tells no credentials. */
        @Override
        public String toString() {
            return "AuthRequest[" + method + " from " + source + "]";
        }
    }

    sealed interface AuthResult {
        /** The credentials are right and the subscriber enabled. */
        record Granted(String username) implements AuthResult {}

        /** Answer 401 or 407. @param challenges header values, SHA-256 first, then MD5 */
        record Challenged(List<String> challenges) implements AuthResult {}

        /** Answer 403: right credentials of a disabled subscriber, or too many wrong ones. */
        record Denied() implements AuthResult {}

        /** Answer 400: the credentials are for another resource than the request (RFC 7616 §3.4.6). */
        record Mismatched() implements AuthResult {}
    }

    /**
     * Answers a trunk's digest challenge with the account of its outward registration (RFC 3261 §22.2).
     *
     * @param challenges WWW-Authenticate or Proxy-Authenticate values
     * @param requestUri of the request to send again
     * @return value of Authorization or Proxy-Authorization; empty where the trunk has no account, or for no known
     *         algorithm
     */
    default Optional<String> credentials(String trunk, String method, String requestUri, List<String> challenges) {
        return Optional.empty();
    }

    /** Where a call goes. Pure: counts nothing, asks nobody. */
    Decision route(RouteRequest request);

    /** Where a call goes by the dial plan alone, whatever routing policies say. */
    default Decision routeByPlan(RouteRequest request) {
        return route(request);
    }

    /**
     * Where an application sends a call: by the dial plan, and for a caller from a trunk also to subscribers and ring
     * groups by name. A call from a trunk still reaches no other trunk.
     */
    default Decision routeForApplication(RouteRequest request) {
        return routeByPlan(request);
    }

    /**
     * How a number is called over one trunk, whatever the routes say. Counts nothing.
     *
     * @param caller the number to show; empty for the trunk's own
     * @return empty where there is no such trunk
     */
    default Optional<Decision> routeOver(String trunk, String number, String caller, String callerName) {
        return Optional.empty();
    }

    /**
     * How a subscriber calls a number over one trunk, whatever the routes say. Counts nothing.
     *
     * @param request of the subscriber; its number is read and shown as in any of its calls
     * @return empty where there is no such trunk
     */
    default Optional<Decision> routeOver(String trunk, RouteRequest request) {
        return Optional.empty();
    }

    /**
     * @param subscriber authenticated caller, or empty
     * @param trunk the trunk it came in on, or empty
     * @param calledUser user part of the Request-URI, unescaped
     * @param callerUser user part of From (or of a believed P-Asserted-Identity)
     * @param onBehalfOf who called, where the subscriber forwards or transfers the call on
     */
    record RouteRequest(Optional<String> subscriber, Optional<String> trunk, String calledUser, String callerUser,
            String callerName, Optional<Party> onBehalfOf) {
        public RouteRequest(Optional<String> subscriber, Optional<String> trunk, String calledUser, String callerUser,
                String callerName) {
            this(subscriber, trunk, calledUser, callerUser, callerName, Optional.empty());
        }
    }

    sealed interface Decision {
        Direction direction();

        /** Who calls, as read by the rules of where the call came from. */
        Party from();

        /** Who was dialled, read likewise. */
        Party to();

        /** Ring all contacts of a subscriber. */
        record ToSubscriber(Direction direction, String username, Party from, Party to) implements Decision {}

        /** Ring the members of a group. @param members in the order to ring them */
        record ToGroup(Direction direction, RingGroup group, List<String> members, Party from, Party to)
                implements Decision {
            public ToGroup {
                members = List.copyOf(members);
            }
        }

        /** Take the ringing call of somebody in a pickup group of the caller's. @param of username, or empty for any */
        record PickUp(Direction direction, Party from, Party to, Optional<String> of) implements Decision {}

        /**
         * Hand the call to an application of a plug-in.
         *
         * @param application its name
         * @param reason why, up to 200 characters
         */
        record ToApplication(Direction direction, String application, String reason, Party from, Party to)
                implements Decision {
            public ToApplication {
                requireNonNull(application);
                requireNonNull(reason);
            }
        }

        /** Try these in order. @param passedOver targets already excluded, for the why-record */
        record ToTrunks(Direction direction, String prefix, Party from, Party to, List<TrunkTarget> targets,
                List<Candidate> passedOver) implements Decision {
            public ToTrunks {
                targets = List.copyOf(targets);
                passedOver = List.copyOf(passedOver);
            }
        }

        /** @param sipStatus to answer @param candidates why nobody could take it */
        record Refused(Direction direction, Party from, Party to, int sipStatus, Cause cause, Optional<String> prefix,
                List<Candidate> candidates) implements Decision {
            public Refused {
                candidates = List.copyOf(candidates);
            }
        }
    }

    /**
     * @param calledUser user part for this trunk's Request-URI, by its rules
     * @param callerUser user part for From and, where wanted, P-Asserted-Identity
     */
    record TrunkTarget(Trunk trunk, String calledUser, String callerUser, String callerName) {}

    /** What becomes of a subscriber's calls. */
    default CallHandling handling(String username) {
        return CallHandling.PLAIN;
    }

    /** Whether the media of a subscriber's phones is encrypted. */
    default Srtp srtp(String username) {
        return Srtp.OFFER;
    }

    /** Who may take each other's ringing calls: whether the two share a pickup group. */
    default boolean mayPickUp(String username, String ringing) {
        return false;
    }

    /** A member took a call of a ring group, and is the last to be rung next time where that is the strategy. */
    default void tookGroupCall(String group, String member) {}

    /** Whether this number, as dialled, is an emergency number: its calls are limited by nothing. */
    default boolean emergency(String dialled) {
        return false;
    }

    /** The number that a call to {@code urn:service:sos} (RFC 5031) is routed as; empty where there is none. */
    default Optional<String> emergencyNumber() {
        return Optional.empty();
    }

    /**
     * Reads a dialled number in the context that its URI names (RFC 3966 §5.1.5).
     *
     * @param context {@code +46}, {@code +1-914} or a domain name, which changes nothing; empty where none is named
     * @return E.164 with the plus where the context gives one; else as dialled. Emergency numbers without a plus
     */
    default String inContext(String dialled, Optional<String> context) {
        return dialled;
    }

    /** Whether a REFER is passed to the other side where that knows it, instead of being carried out here. */
    default boolean passesTransfers() {
        return false;
    }

    /** Takes an emergency call on a trunk whatever its limits and state. */
    default Lease admitEmergency(String trunk) {
        return admit(trunk, true) instanceof Admission.Granted(var lease) ? lease : Lease.NONE;
    }

    /** Where to reach a subscriber now; unexpired bindings, newest first. Empty where not registered. */
    List<Contact> contacts(String username);

    /**
     * @param uri the Contact URI as registered, for the Request-URI
     * @param destination where to send: the source address of the REGISTER when behind NAT, else empty for the URI's own
     * @param path Path values (RFC 3327)
     * @param flow those of one instance lead to one phone: one at a time is tried (RFC 5626 §7)
     */
    record Contact(String uri, Optional<InetSocketAddress> destination, String transport, List<String> path,
            DeviceFlow flow) {
        public Contact {
            requireNonNull(uri);
            requireNonNull(destination);
            requireNonNull(transport);
            requireNonNull(flow);
            path = List.copyOf(path);
        }
    }

    /** Phones of a subscriber that a push message wakes, whether they are registered or not. */
    default List<PushSubscription> pushSubscriptions(String username) {
        return List.of();
    }

    /** Sends a push message. @param told the outcome, once; any thread */
    default void push(PushSubscription to, PushMessage message, Consumer<PushSender.Outcome> told) {
        PushSender.OFF.send(to, message, told);
    }

    /** @param told of each registration of that subscriber, once {@link #contacts} has it: enqueue and return; any thread */
    default AutoCloseable onRegistered(String username, Runnable told) {
        return () -> {};
    }

    /** Route values that a trunk's registrar gave for requests to it (RFC 3608), with angle brackets, next first. */
    default List<String> serviceRoute(String trunk) {
        return List.of();
    }

    /** Takes one call on a trunk, in or out, if its limits and state allow. */
    Admission admit(String trunk, boolean outward);

    /** Why {@link #admit} would refuse a call now; empty where it would take it. Counts nothing. */
    default Optional<Admission.Refused> refusal(String trunk, boolean outward) {
        return Optional.empty();
    }

    sealed interface Admission {
        /** Counted; release exactly once when the leg is over. */
        record Granted(Lease lease) implements Admission {}

        /** @param reason CALLS_CAP, CPS_CAP, DOWN or DISABLED @param used and limit as in {@link Candidate} */
        record Refused(Candidate.Reason reason, long used, long limit) implements Admission {}
    }

    interface Lease {
        /** Counts nothing. */
        Lease NONE = new Lease() {
            @Override
            public void outcome(int sipStatus, boolean answered) {}

            @Override
            public void release() {}
        };

        /** What the outgoing attempt came to, for health and ASR. @param sipStatus final status, 0 for none at all */
        void outcome(int sipStatus, boolean answered);

        /** Again does nothing. */
        void release();
    }

    /** Revision of the configuration that decides now. */
    long revision();

    /** Digest realm, and the domain of this node's URIs. */
    String realm();

    /** Default ring time of subscribers. */
    Duration subscriberRingTime();
}
