package org.trunkline.engine.call.dialoginfo;

import org.trunkline.domain.format.Xml;

/**
 * Whether a subscriber can be reached, and is in a call (RFC 3863, RFC 4480 §3.2).
 *
 * @param open whether a phone is registered
 * @param onThePhone whether it talks, or calls somebody
 */
record PresenceInfo(boolean open, boolean onThePhone) {

    static PresenceInfo of(boolean registered, Iterable<DialogInfo> dialogs) {
        boolean busy = false;
        for (var dialog : dialogs)
            busy |= dialog.initiator() || dialog.state().equals("confirmed");
        return new PresenceInfo(registered, busy);
    }

    /** @param entity URI of the subscriber */
    String document(String entity) {
        String uri = Xml.text(entity);
        String person = onThePhone ? """
                <dm:person id="person"><rpid:activities><rpid:on-the-phone/></rpid:activities></dm:person>
                """ : "";
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" \
                xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="%s">
                <tuple id="phone"><status><basic>%s</basic></status><contact>%s</contact></tuple>
                %s</presence>
                """.formatted(uri, open ? "open" : "closed", uri, person);
    }
}
