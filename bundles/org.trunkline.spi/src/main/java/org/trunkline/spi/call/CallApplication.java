package org.trunkline.spi.call;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;
import org.trunkline.spi.LocalizedText;

/**
 * Controls calls: an announcement, an attendant, voicemail.
 *
 * <p>A call is handed to an application with {@link CallEvent.Offered}; from then on the application gets the call's
 * events in order and answers each with commands. Between events it may send commands through
 * {@link CallControl}. Events are numbered from 1 for each call, commands have ids that the application chooses: an
 * event that is delivered twice has the same number, and a command that is sent twice is carried out once. An
 * application whose process was restarted gets {@link CallEvent.Resumed} for each call it has. A call whose
 * application is gone for two seconds, or does not answer its first event in time, goes on where
 * {@link ApplicationInfo#otherwise} says.
 *
 * <p><b>Threads:</b> one call's events come one at a time, those of several calls on up to four of the plug-in's
 * threads. <b>Budget:</b> 100 ms an event. <b>Errors:</b> an event that fails ends the application's part in that call.
 *
 * <pre>{@code
 * public final class Busy implements CallApplication {
 *     public ApplicationInfo info() {
 *         return new ApplicationInfo("busy", LocalizedText.of("Busy tone for unassigned numbers"),
 *                 List.of(Occasion.UNASSIGNED_NUMBER), Otherwise.HANG_UP);
 *     }
 *
 *     public List<CallCommand> on(CallEvent event) {
 *         return switch (event) {
 *             case CallEvent.Offered _ -> List.of(new CallCommand.EarlyMedia("early"),
 *                     new CallCommand.Play("tone", new CallCommand.Audio.Tone("busy"), 3));
 *             case CallEvent.PlaybackEnded _ -> List.of(new CallCommand.HangUp("end", Cause.BUSY));
 *             default -> List.of();
 *         };
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 100, outsideMillis = 100)
public interface CallApplication {
    /** The same at each call. */
    ApplicationInfo info();

    /**
     * Numbers of its own, whose calls it receives besides those of {@link ApplicationInfo#takes}: as dialled (digits, {@code *}
     * and {@code #}) or E.164 with the plus, up to 1,000. A name of letters that ends with {@code -*}, such as {@code queue-*}, owns
     * every name with that beginning. Subscribers, ring groups and their numbers come first, routes after. Calls that are transferred
     * or forwarded to them are received too. Asked every two seconds; return at once.
     */
    default List<String> numbers() throws ExtensionException {
        return List.of();
    }

    /** @return in the order to be carried out, up to 16 */
    List<CallCommand> on(CallEvent event) throws ExtensionException;

    /**
     * @param name lower case, digits and hyphens: {@code announcement}
     * @param takes which calls are handed to it without a routing policy asking for it
     * @param otherwise what becomes of a call when the application fails
     */
    record ApplicationInfo(String name, LocalizedText label, List<Occasion> takes, Otherwise otherwise) {
        public ApplicationInfo {
            requireNonNull(name);
            requireNonNull(label);
            takes = List.copyOf(takes);
            requireNonNull(otherwise);
        }
    }

    /** Calls that an application receives without being named in a route. */
    enum Occasion {
        /** A call from a trunk or a subscriber to an unassigned number. */
        UNASSIGNED_NUMBER
    }

    /** Handling of a call whose application fails. */
    enum Otherwise {
        /** Continues with the dial plan, without the application. */
        ROUTE,
        HANG_UP
    }
}
