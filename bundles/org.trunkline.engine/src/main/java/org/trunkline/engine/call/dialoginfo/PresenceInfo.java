package org.trunkline.engine.call.dialoginfo;

import java.util.Optional;
import java.util.TreeSet;

import org.trunkline.domain.format.Xml;

/**
 * Whether a subscriber can be reached, and is in a call (RFC 3863, RFC 4480 §3.2).
 *
 * @param open whether a phone is registered, and none says that its user takes no calls
 * @param onThePhone whether it talks, or calls somebody
 * @param published what its phone says
 */
record PresenceInfo(boolean open, boolean onThePhone, Optional<PublishedPresence> published) {

    static PresenceInfo of(boolean registered, Iterable<DialogInfo> dialogs, Optional<PublishedPresence> published) {
        boolean busy = false;
        for (var dialog : dialogs)
            busy |= dialog.initiator() || dialog.state().equals("confirmed");
        return new PresenceInfo(registered && published.map(PublishedPresence::open).orElse(true), busy, published);
    }

    /** @param entity URI of the subscriber */
    String document(String entity) {
        String uri = Xml.text(entity);
        var activities = new TreeSet<String>();
        published.ifPresent(it -> activities.addAll(it.activities()));
        if (onThePhone)
            activities.add("on-the-phone");
        var doing = new StringBuilder();
        for (String each : activities)
            doing.append("<rpid:").append(each).append("/>");
        String note = published.map(PublishedPresence::note).filter(text -> !text.isEmpty())
                .map(text -> "<dm:note>" + Xml.text(text) + "</dm:note>").orElse("");
        String person = activities.isEmpty() && note.isEmpty() ? ""
                : "<dm:person id=\"person\">" + (activities.isEmpty() ? "" : "<rpid:activities>" + doing + "</rpid:activities>") + note + "</dm:person>\n";
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" \
                xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="%s">
                <tuple id="phone"><status><basic>%s</basic></status><contact>%s</contact></tuple>
                %s</presence>
                """.formatted(uri, open ? "open" : "closed", uri, person);
    }
}
