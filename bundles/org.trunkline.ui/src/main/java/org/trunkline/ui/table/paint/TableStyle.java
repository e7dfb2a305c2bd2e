package org.trunkline.ui.table.paint;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.config.CellConfigAttributes;
import org.eclipse.nebula.widgets.nattable.config.IConfigRegistry;
import org.eclipse.nebula.widgets.nattable.grid.GridRegion;
import org.eclipse.nebula.widgets.nattable.layer.cell.ILayerCell;
import org.eclipse.nebula.widgets.nattable.painter.cell.BackgroundPainter;
import org.eclipse.nebula.widgets.nattable.painter.cell.TextPainter;
import org.eclipse.nebula.widgets.nattable.painter.cell.decorator.PaddingDecorator;
import org.eclipse.nebula.widgets.nattable.style.CellStyleAttributes;
import org.eclipse.nebula.widgets.nattable.style.DisplayMode;
import org.eclipse.nebula.widgets.nattable.style.HorizontalAlignmentEnum;
import org.eclipse.nebula.widgets.nattable.style.Style;
import org.eclipse.nebula.widgets.nattable.style.VerticalAlignmentEnum;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.trunkline.ui.look.Palette;

/** Fonts, colours and painters of the table, in the palette of the theme. */
public final class TableStyle {
    public static final String STRIPE = "STRIPE";
    public static final String RIGHT = "RIGHT";
    public static final String MONO = "MONO";
    public static final String SORT_UP = "SORTED_UP";
    public static final String SORT_DOWN = "SORTED_DOWN";
    public static final String WAITING = "WAITING";
    public static final String GROUP = "GROUP";
    private static final int PAD = 5;
    public static final int AROUND = 2 * PAD + 1;
    public static final int SORT_ROOM = 14;

    private final NatTable table;
    private final SignPainter signs = new SignPainter(new TextPainter(false, false));
    private final HeaderPainter heads = new HeaderPainter();
    private Color ring = Palette.LIGHT.series().getFirst(); // around the table that the keyboard goes to

    public TableStyle(NatTable table) {
        this.table = table;
        table.addOverlayPainter((gc, layer) -> {
            if (!table.isFocusControl())
                return;
            Rectangle all = table.getClientArea();
            gc.setForeground(ring);
            gc.setLineWidth(2);
            gc.drawRectangle(1, 1, all.width - 2, all.height - 2);
            gc.setLineWidth(1);
        });
        table.addListener(SWT.FocusIn, e -> table.redraw());
        table.addListener(SWT.FocusOut, e -> table.redraw());
    }

    public void apply(Palette palette) {
        ring = palette.series().getFirst();
        IConfigRegistry registry = table.getConfigRegistry();
        signs.use(palette);
        body(registry, palette);
        header(registry, palette);
        table.setBackground(palette.background());
        table.refresh(false);
    }

    private void body(IConfigRegistry registry, Palette palette) {
        registry.registerConfigAttribute(CellConfigAttributes.CELL_PAINTER,
                new BackgroundPainter(new PaddingDecorator(signs, 0, PAD, 0, PAD, false)));
        Style plain = style(palette.background(), palette.foreground());
        plain.setAttributeValue(CellStyleAttributes.FONT, table.getFont());
        plain.setAttributeValue(CellStyleAttributes.HORIZONTAL_ALIGNMENT, HorizontalAlignmentEnum.LEFT);
        plain.setAttributeValue(CellStyleAttributes.VERTICAL_ALIGNMENT, VerticalAlignmentEnum.MIDDLE);
        registry.registerConfigAttribute(CellConfigAttributes.CELL_STYLE, plain, DisplayMode.NORMAL);
        registry.registerConfigAttribute(CellConfigAttributes.GRID_LINE_COLOR, palette.grid());

        var stripe = new Style();
        stripe.setAttributeValue(CellStyleAttributes.BACKGROUND_COLOR, palette.stripe());
        registry.registerConfigAttribute(CellConfigAttributes.CELL_STYLE, stripe, DisplayMode.NORMAL, STRIPE);
        var right = new Style();
        right.setAttributeValue(CellStyleAttributes.HORIZONTAL_ALIGNMENT, HorizontalAlignmentEnum.RIGHT);
        registry.registerConfigAttribute(CellConfigAttributes.CELL_STYLE, right, DisplayMode.NORMAL, RIGHT);
        var mono = new Style();
        mono.setAttributeValue(CellStyleAttributes.FONT, JFaceResources.getTextFont());
        registry.registerConfigAttribute(CellConfigAttributes.CELL_STYLE, mono, DisplayMode.NORMAL, MONO);
        var waiting = new Style();
        waiting.setAttributeValue(CellStyleAttributes.FOREGROUND_COLOR, palette.muted());
        registry.registerConfigAttribute(CellConfigAttributes.CELL_STYLE, waiting, DisplayMode.NORMAL, WAITING);
        Style group = style(palette.header(), palette.foreground());
        group.setAttributeValue(CellStyleAttributes.FONT,
                JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        registry.registerConfigAttribute(CellConfigAttributes.CELL_STYLE, group, DisplayMode.NORMAL, GROUP);
        registry.registerConfigAttribute(CellConfigAttributes.CELL_STYLE,
                style(palette.selection(), palette.selectionText()), DisplayMode.SELECT);
    }

    private void header(IConfigRegistry registry, Palette palette) {
        heads.colour = palette.foreground();
        registry.registerConfigAttribute(CellConfigAttributes.CELL_PAINTER,
                new BackgroundPainter(new PaddingDecorator(heads, 0, PAD, 0, PAD, false)), DisplayMode.NORMAL,
                GridRegion.COLUMN_HEADER);
        Style head = style(palette.header(), palette.muted());
        head.setAttributeValue(CellStyleAttributes.FONT,
                JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        registry.registerConfigAttribute(CellConfigAttributes.CELL_STYLE, head, DisplayMode.NORMAL,
                GridRegion.COLUMN_HEADER);
        registry.registerConfigAttribute(CellConfigAttributes.CELL_STYLE, head, DisplayMode.SELECT,
                GridRegion.COLUMN_HEADER);
    }

    private static Style style(Color background, Color foreground) {
        var style = new Style();
        style.setAttributeValue(CellStyleAttributes.BACKGROUND_COLOR, background);
        style.setAttributeValue(CellStyleAttributes.FOREGROUND_COLOR, foreground);
        return style;
    }

    /** The label, and a triangle at its end where the table is sorted by it. */
    private static final class HeaderPainter extends TextPainter {
        private Color colour = Palette.LIGHT.foreground();

        HeaderPainter() {
            super(false, false);
        }

        @Override
        public void paintCell(ILayerCell cell, GC gc, Rectangle bounds, IConfigRegistry registry) {
            boolean up = cell.getConfigLabels().hasLabel(SORT_UP);
            boolean down = cell.getConfigLabels().hasLabel(SORT_DOWN);
            if (!up && !down) {
                super.paintCell(cell, gc, bounds, registry);
                return;
            }
            int x = bounds.x + bounds.width - 9;
            int y = bounds.y + bounds.height / 2;
            Color before = gc.getBackground();
            gc.setBackground(colour);
            gc.fillPolygon(up ? new int[] {x, y + 2, x + 8, y + 2, x + 4, y - 3}
                    : new int[] {x, y - 2, x + 8, y - 2, x + 4, y + 3});
            gc.setBackground(before);
            super.paintCell(cell, gc, new Rectangle(bounds.x, bounds.y, Math.max(0, bounds.width - SORT_ROOM),
                    bounds.height), registry);
        }
    }
}
