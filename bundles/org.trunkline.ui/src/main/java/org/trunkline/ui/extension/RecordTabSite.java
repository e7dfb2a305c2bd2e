package org.trunkline.ui.extension;

import org.eclipse.swt.widgets.Composite;
import org.osgi.annotation.versioning.ProviderType;
import org.trunkline.ui.NodeJobs;

/** What a {@link RecordTab} may use of the view that shows it. UI thread. */
@ProviderType
public interface RecordTabSite {
    /** Room for controls beside the tabs, shown while this tab is. Made when first asked for; it fills its one child. */
    Composite bar();

    /** Jobs whose outcome is dropped once the view is closed. */
    NodeJobs jobs();

    /** Opens Call Records. @param query as in the search box; empty for all calls */
    void showCalls(String query);
}
