package org.trunkline.ui.table.paint;

import org.eclipse.nebula.widgets.nattable.config.IConfigRegistry;
import org.eclipse.nebula.widgets.nattable.layer.cell.ILayerCell;
import org.eclipse.nebula.widgets.nattable.painter.cell.CellPainterWrapper;
import org.eclipse.nebula.widgets.nattable.painter.cell.ICellPainter;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.trunkline.ui.Tone;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.SignShape;

/** Paints the sign of a cell's tone before its text. */
public final class SignPainter extends CellPainterWrapper {
    public static final String LABEL = "TONE_";
    public static final int ROOM = SignShape.SIZE + 6;

    private Palette palette = Palette.LIGHT;

    SignPainter(ICellPainter text) {
        super(text);
    }

    void use(Palette newPalette) {
        palette = newPalette;
    }

    @Override
    public void paintCell(ILayerCell cell, GC gc, Rectangle bounds, IConfigRegistry registry) {
        Tone tone = toneOf(cell);
        if (tone == Tone.PLAIN) {
            super.paintCell(cell, gc, bounds, registry);
            return;
        }
        SignShape.paint(gc, tone, palette, bounds.x, bounds.y + (bounds.height - SignShape.SIZE) / 2);
        super.paintCell(cell, gc, new Rectangle(bounds.x + ROOM, bounds.y, Math.max(0, bounds.width - ROOM),
                bounds.height), registry);
    }

    @Override
    public int getPreferredWidth(ILayerCell cell, GC gc, IConfigRegistry registry) {
        return super.getPreferredWidth(cell, gc, registry) + (toneOf(cell) == Tone.PLAIN ? 0 : ROOM);
    }

    private static Tone toneOf(ILayerCell cell) {
        for (Tone tone : Tone.values())
            if (tone != Tone.PLAIN && cell.getConfigLabels().hasLabel(LABEL + tone.name()))
                return tone;
        return Tone.PLAIN;
    }
}
