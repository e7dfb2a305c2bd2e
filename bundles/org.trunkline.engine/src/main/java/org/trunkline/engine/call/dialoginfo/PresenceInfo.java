package org.trunkline.engine.call.dialoginfo;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.trunkline.domain.format.Xml;

/**
 * Whether a subscriber can be reached, and is in a call (RFC 3863, RFC 4480 §3.2).
 *
 * @param open whether a phone is registered, and none says that its user takes no calls
 * @param onThePhone whether it talks, or calls somebody, and does not want to look offline
 * @param published what its phone says; without activities where no phone is registered, since they are those of one
 */
record PresenceInfo(boolean open, boolean onThePhone, Optional<PublishedPresence> published) {

    static PresenceInfo of(boolean registered, Iterable<DialogInfo> dialogs, Optional<PublishedPresence> published) {
        boolean busy = false;
        for (var dialog : dialogs)
            busy |= dialog.initiator() || dialog.state().equals("confirmed");
        boolean hidden = published.filter(it -> !it.open() && it.activities().isEmpty()).isPresent();
        return new PresenceInfo(registered && published.map(PublishedPresence::open).orElse(true), busy && !hidden,
                registered ? published : published.map(it -> new PublishedPresence(it.open(), List.of(), it.note())));
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
