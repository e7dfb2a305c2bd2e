package org.trunkline.engine.call.dialoginfo;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a phone says of its user (RFC 3863, RFC 4480 §3.2).
 *
 * @param open whether the user takes calls
 * @param activities names of RPID, at most {@link #MOST_ACTIVITIES}
 * @param note the user's words; empty for none
 */
record PublishedPresence(boolean open, List<String> activities, String note) {
    static final int MOST_ACTIVITIES = 8;
    private static final int LONGEST_NOTE = 200;
    private static final int DEEPEST = 20;
    private static final String PIDF = "urn:ietf:params:xml:ns:pidf";
    private static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid";
    private static final String DATA_MODEL = "urn:ietf:params:xml:ns:pidf:data-model";
    /** RFC 4480 §3.2; on-the-phone is what the node knows itself. */
    private static final Set<String> ACTIVITIES = Set.of("appointment", "away", "breakfast", "busy", "dinner", "holiday", "in-transit",
            "looking-for-work", "lunch", "meal", "meeting", "on-the-phone", "performance", "permanent-absence", "playing", "presentation",
            "shopping", "sleeping", "spectator", "steering", "travel", "tv", "vacation", "working", "worship");

    PublishedPresence {
        activities = List.copyOf(activities);
    }

    /** Empty where it is not PIDF, or has a document type or no tuple. */
    static Optional<PublishedPresence> read(byte[] document) {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            var reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                return new Reading(reader).all();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static final class Reading {
        private final XMLStreamReader reader;
        private final Set<String> activities = new TreeSet<>();
        private boolean any;
        private boolean open;
        private String note = "";

        Reading(XMLStreamReader reader) {
            this.reader = reader;
        }

        Optional<PublishedPresence> all() throws XMLStreamException {
            int depth = 0;
            boolean inActivities = false;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD)
                    return Optional.empty();
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    inActivities &= !is(RPID, "activities");
                }
                if (event != XMLStreamConstants.START_ELEMENT)
                    continue;
                if (++depth > DEEPEST || depth == 1 && !is(PIDF, "presence"))
                    return Optional.empty();
                if (is(RPID, "activities")) {
                    inActivities = true;
                } else if (inActivities && RPID.equals(reader.getNamespaceURI())) {
                    if (activities.size() < MOST_ACTIVITIES && ACTIVITIES.contains(reader.getLocalName()))
                        activities.add(reader.getLocalName());
                } else if (is(PIDF, "basic")) {
                    any = true;
                    open |= reader.getElementText().strip().equals("open");
                    depth--;
                } else if (is(PIDF, "note") || is(DATA_MODEL, "note")) {
                    String text = reader.getElementText().strip();
                    note = note.isEmpty() ? text.substring(0, text.offsetByCodePoints(0, Math.min(LONGEST_NOTE, text.codePointCount(0, text.length())))) : note;
                    depth--;
                }
            }
            return any ? Optional.of(new PublishedPresence(open, List.copyOf(activities), note)) : Optional.empty();
        }

        private boolean is(String namespace, String name) {
            return namespace.equals(reader.getNamespaceURI()) && name.equals(reader.getLocalName());
        }
    }
}
