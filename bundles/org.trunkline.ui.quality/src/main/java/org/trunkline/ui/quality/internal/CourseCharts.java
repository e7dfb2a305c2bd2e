package org.trunkline.ui.quality.internal;

import java.util.List;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.services.AbstractServiceFactory;
import org.eclipse.ui.services.IServiceLocator;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.ui.CallCharts;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.quality.internal.chart.ChartCanvas;
import org.trunkline.ui.quality.internal.chart.CourseScene;
import org.trunkline.ui.quality.internal.model.CallCourse;

/** Draws the quality of a call over its time for views that show a call. */
public final class CourseCharts extends AbstractServiceFactory {
    @Override
    @SuppressWarnings("rawtypes") // as the workbench has it
    public Object create(Class serviceInterface, IServiceLocator parentLocator, IServiceLocator locator) {
        CallCharts charts = Drawing::new;
        return charts;
    }

    private static final class Drawing implements CallCharts.Chart {
        private final ChartCanvas canvas;
        private final CourseScene scenes = new CourseScene(Texts.of(QualityPart.class), Formats.ofPreferences());

        Drawing(Composite parent) {
            canvas = new ChartCanvas(parent, query -> { });
        }

        @Override
        public Control control() {
            return canvas;
        }

        @Override
        public void show(List<StreamSeries> streams) {
            CallCourse.of(streams).ifPresent(course -> canvas.show(scenes.of(course)));
        }
    }
}
