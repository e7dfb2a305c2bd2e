package org.trunkline.ui.extension;

import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.api.node.Node;

/**
 * Knows names and numbers: an address book, a CRM. The desk asks all sources at once, for the suggestions of its search and
 * dial boxes and for the name of a caller. Extension point {@code org.trunkline.ui.contactSources}.
 *
 * <p><b>Life:</b> one object for the desk, made with its no-argument constructor. <b>Threads:</b> any of the source's own
 * background threads, one call at a time. <b>Budget:</b> 2 s; a later answer is dropped. <b>Errors:</b> whatever a method
 * throws is logged with the bundle's name; the answers of the other sources are shown.
 */
@ConsumerType
public interface ContactSource {
    /**
     * Contacts whose name or number holds the text.
     *
     * @param text at least two characters
     * @param most 1 to 50
     * @return best first; further ones than {@code most} are dropped
     */
    List<Contact> search(String text, int most, Optional<Node> node) throws Exception;

    /** The contact with this number. @param number E.164 with plus, or an internal number */
    Optional<Contact> find(String number, Optional<Node> node) throws Exception;

    /**
     * A picture of the contact with this number, shown in its calls: PNG or JPEG, at most 64 KB; others are dropped.
     *
     * @param number E.164 with plus, or an internal number
     */
    default Optional<byte[]> picture(String number, Optional<Node> node) throws Exception {
        return Optional.empty();
    }
}
