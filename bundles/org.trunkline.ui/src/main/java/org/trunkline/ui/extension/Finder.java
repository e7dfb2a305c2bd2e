package org.trunkline.ui.extension;

import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.api.node.Node;

/**
 * Adds a group of results to the search box of the toolbar. Extension point {@code org.trunkline.ui.finders}.
 *
 * <p><b>Life:</b> one object for the desk, made with its no-argument constructor. <b>Threads:</b> the finder's own background
 * thread, one call at a time. <b>Budget:</b> none, but an answer to a text that has changed meanwhile is dropped.
 * <b>Errors:</b> whatever it throws is logged with the bundle's name; the other groups are shown.
 */
@ConsumerType
public interface Finder {
    /**
     * What matches a text.
     *
     * @param text as typed, without blanks at the ends; never empty
     * @param most 1 to 20
     * @param node that the desk shows; empty while there is none
     * @return best first; further ones than {@code most} are dropped
     */
    List<Found> find(String text, int most, Optional<Node> node) throws Exception;
}
