package org.trunkline.engine.call.dialoginfo;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.format.Xml;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.port.signaling.NameAddress;

/**
 * What a watched subscriber's phone does in one call, as others may see it (RFC 4235 §4.1.2): the dialog from the phone's
 * side, so that its tag is the local one.
 *
 * @param id unique among the subscriber's
 * @param state {@code trying}, {@code early} or {@code confirmed}
 * @param answeredAt when it was; empty before
 * @param remote with whom, as the phone is told
 * @param reach what others may know of it and do with it
 */
record DialogInfo(String id, boolean initiator, String state, String callId, String localTag, String remoteTag,
        Optional<Instant> answeredAt, NameAddress remote, Reach reach) {

    /** What others may know of a dialog. */
    enum Reach {
        /** A subscriber's: those who may pick it up see with whom it is, and the dialog to replace. */
        PICKUP,
        /** Parked: each subscriber sees with whom it is, and takes it by dialling the slot. */
        PARKED,
        /** An application's otherwise, such as a conference's: that there is one. */
        APPLICATION
    }

    /** Read by the mailbox of the leg's call. */
    static DialogInfo of(Leg leg) {
        boolean calls = leg.side() == LegSide.CALLER;
        String tag = leg.dialog.knownTag();
        return new DialogInfo(leg.scope().id + "-" + leg.index(), calls, state(leg), leg.dialog.callId, tag, leg.dialog.localTag,
                leg.facts.answeredAt(), leg.dialog.local, Reach.PICKUP);
    }

    /** The leg of an application. @param party whom it has */
    static DialogInfo ofApplication(Leg leg, NameAddress party) {
        return new DialogInfo(leg.scope().id + "-" + leg.index(), false, state(leg), "", "", "", leg.facts.answeredAt(), party,
                leg.parkedIn().isPresent() ? Reach.PARKED : Reach.APPLICATION);
    }

    private static String state(Leg leg) {
        if (leg.facts.isAnswered())
            return "confirmed";
        return leg.facts.hasRung() ? "early" : "trying";
    }

    /** As {@link #xml(boolean, Optional)}, without how long it lasts: the same as long as nothing changes. */
    String xml(boolean mayTake) {
        return xml(mayTake, Optional.empty());
    }

    /**
     * @param mayTake whether a subscriber's call can be taken by who watches
     * @param now for how long it is answered (RFC 4235 §4.1.4), which those see who may take calls; empty to leave it out
     */
    String xml(boolean mayTake, Optional<Instant> now) {
        boolean whole = mayTake && reach == Reach.PICKUP;
        var text = new StringBuilder(300).append("<dialog id=\"").append(id).append('"');
        if (whole) {
            attribute(text, "call-id", callId);
            if (!localTag.isEmpty())
                attribute(text, "local-tag", localTag);
            attribute(text, "remote-tag", remoteTag);
        }
        attribute(text, "direction", initiator ? "initiator" : "recipient");
        text.append("><state>").append(state).append("</state>");
        if (whole && now.isPresent() && answeredAt.isPresent())
            text.append("<duration>").append(Math.max(0, Duration.between(answeredAt.get(), now.get()).toSeconds())).append("</duration>");
        if (whole || reach == Reach.PARKED) {
            text.append("<remote><identity");
            if (!remote.displayName().isEmpty())
                attribute(text, "display", remote.displayName());
            Xml.escape(text.append('>'), remote.uri()).append("</identity></remote>");
        }
        return text.append("</dialog>").toString();
    }

    /** One that is no more. */
    static String gone(String id) {
        return "<dialog id=\"" + id + "\"><state>terminated</state></dialog>";
    }

    /** @param dialogs as of {@link #xml} */
    static String document(long version, boolean full, String entity, Iterable<String> dialogs) {
        var text = new StringBuilder(500).append("<?xml version=\"1.0\"?>\n<dialog-info")
                .append(" xmlns=\"urn:ietf:params:xml:ns:dialog-info\"");
        attribute(text, "version", Long.toString(version));
        attribute(text, "state", full ? "full" : "partial");
        attribute(text, "entity", entity);
        text.append('>');
        for (String dialog : dialogs)
            text.append('\n').append(dialog);
        return text.append("\n</dialog-info>\n").toString();
    }

    private static void attribute(StringBuilder text, String name, String value) {
        Xml.escape(text.append(' ').append(name).append("=\""), value).append('"');
    }
}
