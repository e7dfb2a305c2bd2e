package org.trunkline.ui.extension;

import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.api.node.Node;

/**
 * A section of an editor, below the fields: facts about the entry, or settings that a plug-in keeps for it. Extension
 * point {@code org.trunkline.ui.editorSections}.
 *
 * <p><b>Life:</b> one object for each editor, made with its no-argument constructor when the editor of a kind is first
 * shown. <b>Errors:</b> whatever a method throws is shown in the section with the bundle's name.
 */
@ConsumerType
public interface EditorSection {
    /** Makes its widgets. UI thread. @param parent fills its one child */
    void create(Composite parent);

    /**
     * Reads what the section shows of an entry. Called when an entry is opened, when it was saved, and every 5 s while it
     * is open. <b>Threads:</b> a background thread; may block up to 10 s.
     *
     * @return shows it, on the UI thread; dropped where another entry is open by then
     * @throws Exception any; its message is shown in the section
     */
    Runnable read(EditedEntry entry, Optional<Node> node) throws Exception;
}
