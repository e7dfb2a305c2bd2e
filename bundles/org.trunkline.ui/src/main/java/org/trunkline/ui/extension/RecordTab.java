package org.trunkline.ui.extension;

import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.api.node.Node;

/**
 * A tab in the details of a call. Extension point {@code org.trunkline.ui.recordTabs}.
 *
 * <p><b>Life:</b> one object for each view of call details, made with its no-argument constructor when the tab is first
 * chosen. <b>Errors:</b> whatever a method throws is shown in the tab with the bundle's name.
 *
 * <pre>{@code
 * public final class NotesTab implements RecordTab {
 *     private Label label;
 *
 *     public void create(Composite parent, RecordTabSite site) {
 *         label = new Label(parent, SWT.WRAP);
 *     }
 *
 *     public Runnable read(ShownRecord record, Optional<Node> node) throws IOException {
 *         String notes = crm.notesOn(record.cdr().from().normalised());
 *         return () -> label.setText(notes);
 *     }
 * }
 * }</pre>
 */
@ConsumerType
public interface RecordTab {
    /** Makes its widgets. UI thread. @param parent fills its one child */
    void create(Composite parent, RecordTabSite site);

    /**
     * Reads what the tab shows of a call. Called while the tab is chosen, once for each call, and again where {@link #isNews} says so. <b>Threads:</b> a background
     * thread; may block up to 10 s.
     *
     * @param node empty where the desk has none now, and for a case file
     * @return shows it, on the UI thread; dropped where another call is shown by then
     * @throws Exception any; its message is shown in the tab
     */
    Runnable read(ShownRecord record, Optional<Node> node) throws Exception;

    /**
     * Whether to read again of a call in progress, which is asked about each second. UI thread.
     *
     * @param before what was read last
     */
    default boolean isNews(ShownRecord before, ShownRecord now) {
        return false;
    }

    /** Gives the keyboard to the tab's content. UI thread. @return false where nothing took it */
    default boolean setFocus() {
        return false;
    }
}
