package org.trunkline.ui;

import java.util.List;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.domain.quality.StreamSeries;

/**
 * Draws how the streams of one call went over time. A service of the workbench, contributed by the bundle that draws charts
 * ({@code org.eclipse.ui.services}); there is none where that bundle is left out. UI thread.
 */
public interface CallCharts {
    /** One drawing. */
    interface Chart {
        Control control();

        void show(List<StreamSeries> streams);
    }

    Chart create(Composite parent);
}
