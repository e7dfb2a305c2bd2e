package org.trunkline.ui.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.table.paint.SignPainter;
import org.trunkline.ui.table.paint.TableStyle;

/** How wide a cell is that shows a text whole. Remembers: live tables show the same words again. UI thread only. */
final class CellMeasure {
    private static final int KEPT = 2000;

    private final Control table;
    private final Map<String, Integer> plain = remembered();
    private final Map<String, Integer> mono = remembered();
    private Optional<GC> tool = Optional.empty();

    CellMeasure(Control table) {
        this.table = table;
    }

    private static Map<String, Integer> remembered() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > KEPT;
            }
        };
    }

    int cell(Column<?> column, String text) {
        int width = column.mono() ? mono.computeIfAbsent(text, t -> extent(JFaceResources.getTextFont(), t))
                : plain.computeIfAbsent(text, t -> extent(table.getFont(), t));
        return width + TableStyle.AROUND + (column.tone().isPresent() ? SignPainter.ROOM : 0);
    }

    int[] heads(List<? extends Column<?>> columns) {
        return columns.stream().mapToInt(this::head).toArray();
    }

    int head(Column<?> column) {
        Font bold = JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT);
        return extent(bold, column.label()) + TableStyle.AROUND;
    }

    /** Measures many texts with one tool: making it takes longer than what it is made for. */
    <R> R together(Supplier<R> measuring) {
        if (tool.isPresent())
            return measuring.get();
        var gc = new GC(table);
        tool = Optional.of(gc);
        try {
            return measuring.get();
        } finally {
            tool = Optional.empty();
            gc.dispose();
        }
    }

    private int extent(Font font, String text) {
        return together(() -> {
            GC gc = tool.orElseThrow();
            gc.setFont(font);
            return gc.textExtent(text).x;
        });
    }
}
