package org.trunkline.engine.call.dialoginfo;

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
 * @param remote with whom, as the phone is told
 */
record DialogInfo(String id, boolean initiator, String state, String callId, String localTag, String remoteTag,
        NameAddress remote) {

    /** Read by the mailbox of the leg's call. */
    static DialogInfo of(Leg leg) {
        boolean calls = leg.side() == LegSide.CALLER;
        String tag = leg.dialog.knownTag();
        return new DialogInfo(leg.scope().id + "-" + leg.index(), calls, state(leg), leg.dialog.callId, tag, leg.dialog.localTag, leg.dialog.local);
    }

    private static String state(Leg leg) {
        if (leg.facts.isAnswered())
            return "confirmed";
        return leg.facts.hasRung() ? "early" : "trying";
    }

    /** @param whole whether with whom it is, and the dialog by which a call can be taken, is told too */
    String xml(boolean whole) {
        var text = new StringBuilder(300).append("<dialog id=\"").append(id).append('"');
        if (whole) {
            attribute(text, "call-id", callId);
            if (!localTag.isEmpty())
                attribute(text, "local-tag", localTag);
            attribute(text, "remote-tag", remoteTag);
        }
        attribute(text, "direction", initiator ? "initiator" : "recipient");
        text.append("><state>").append(state).append("</state>");
        if (whole) {
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
