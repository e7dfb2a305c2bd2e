package org.trunkline.ui.extension;

import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.api.node.Node;

/**
 * An entry in the context menu of calls, records or entries. Extension point {@code org.trunkline.ui.actions}, which says
 * its label and of what it is an action. Its id is that of a command, too, so that a key can be bound to it.
 *
 * <p><b>Life:</b> one object, made with its no-argument constructor when first chosen. <b>Errors:</b> whatever a method
 * throws is said in the status line with the bundle's name.
 *
 * <pre>{@code
 * public final class BlockCaller implements SelectionAction {
 *     public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) throws IOException {
 *         for (ActionTarget target : targets)
 *             if (target instanceof ActionTarget.OfRecord(var row))
 *                 list.add(row.from());
 *         return ActionOutcome.said(targets.size() + " callers blocked");
 *     }
 * }
 * }</pre>
 */
@ConsumerType
public interface SelectionAction {
    /**
     * Does it. <b>Threads:</b> a background thread; may block up to 30 s, its progress view shows the label.
     *
     * @param targets at least one, all of the same type, at most 10,000
     * @param node empty where the desk has none now
     * @throws Exception any; its message is said in the status line
     */
    ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) throws Exception;
}
