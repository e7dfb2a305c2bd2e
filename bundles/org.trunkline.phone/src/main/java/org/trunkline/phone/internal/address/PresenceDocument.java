package org.trunkline.phone.internal.address;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.trunkline.domain.format.Xml;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;

/**
 * Presence in XML: PIDF (RFC 3863) with the activities of RPID (RFC 4480 §3.2) and the note of the data model (RFC 4479). RPID has no activity
 * for "do not disturb": it is closed and busy.
 */
public final class PresenceDocument {
    public static final String TYPE = "application/pidf+xml";

    private static final Pattern BASIC = Pattern.compile("<(?:\\w+:)?basic>\\s*(open|closed)\\s*</");
    private static final Pattern ACTIVITIES = Pattern.compile("<(?:\\w+:)?activities\\b[^>]*(?<!/)>(.*?)</(?:\\w+:)?activities>", Pattern.DOTALL);
    private static final Pattern ACTIVITY = Pattern.compile("<(?:\\w+:)?([a-z][a-z-]*)\\s*/?>");
    private static final Pattern NOTE = Pattern.compile("<(?:\\w+:)?note\\b[^>]*>([^<]*)</");
    private static final Set<String> BUSY = Set.of("busy", "appointment", "meeting", "performance", "presentation", "steering", "worship");
    private static final Set<String> AWAY = Set.of("away", "breakfast", "dinner", "holiday", "in-transit", "lunch", "meal", "permanent-absence",
            "sleeping", "travel", "vacation");

    private PresenceDocument() {}

    /** Empty where it does not say whether calls are taken. */
    public static Optional<UserPresence> read(String pidf) {
        var basic = BASIC.matcher(pidf);
        if (!basic.find())
            return Optional.empty();
        var activities = new HashSet<String>();
        for (var block = ACTIVITIES.matcher(pidf); block.find();)
            for (var each = ACTIVITY.matcher(block.group(1)); each.find();)
                activities.add(each.group(1));
        var note = NOTE.matcher(pidf);
        return Optional.of(new UserPresence(presence(basic.group(1).equals("open"), activities), note.find() ? Xml.plain(note.group(1)) : ""));
    }

    private static Presence presence(boolean open, Set<String> activities) {
        if (!open && activities.contains("busy"))
            return Presence.DO_NOT_DISTURB;
        if (activities.contains("on-the-phone"))
            return Presence.ON_THE_PHONE;
        if (!open)
            return Presence.OFFLINE;
        if (activities.stream().anyMatch(BUSY::contains))
            return Presence.BUSY;
        return activities.stream().anyMatch(AWAY::contains) ? Presence.AWAY : Presence.AVAILABLE;
    }

    /** @param entity URI of the user */
    public static String of(String entity, UserPresence user) {
        boolean open = user.presence() != Presence.DO_NOT_DISTURB && user.presence() != Presence.OFFLINE;
        String activity = switch (user.presence()) {
            case AVAILABLE, OFFLINE -> "";
            case BUSY, DO_NOT_DISTURB -> "<rpid:activities><rpid:busy/></rpid:activities>";
            case AWAY -> "<rpid:activities><rpid:away/></rpid:activities>";
            case ON_THE_PHONE -> "<rpid:activities><rpid:on-the-phone/></rpid:activities>";
        };
        String note = user.note().isEmpty() ? "" : "<dm:note>" + Xml.text(user.note()) + "</dm:note>";
        String person = activity.isEmpty() && note.isEmpty() ? "" : "<dm:person id=\"user\">" + activity + note + "</dm:person>\n";
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" \
                xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="%s">
                <tuple id="phone"><status><basic>%s</basic></status></tuple>
                %s</presence>
                """.formatted(Xml.text(entity), open ? "open" : "closed", person);
    }
}
