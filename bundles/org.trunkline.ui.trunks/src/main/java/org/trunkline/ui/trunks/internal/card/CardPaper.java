package org.trunkline.ui.trunks.internal.card;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.printing.PrintDialog;
import org.eclipse.swt.printing.Printer;
import org.eclipse.swt.widgets.Shell;

/** A card on paper: its lines, and the QR code below them. UI thread only. */
final class CardPaper {
    private static final int POINTS = 12;
    private static final int INCHES_MARGIN = 1;
    private static final int INCHES_CODE = 2;

    private CardPaper() {}

    /** Asks for a printer. Does nothing where none is chosen. */
    static void print(Shell shell, CardText text, QrCode code) {
        var data = new PrintDialog(shell).open();
        if (data == null)
            return;
        var printer = new Printer(data);
        try {
            if (printer.startJob(text.title()) && printer.startPage()) {
                page(printer, text, code);
                printer.endPage();
                printer.endJob();
            }
        } finally {
            printer.dispose();
        }
    }

    private static void page(Printer printer, CardText text, QrCode code) {
        Point dpi = printer.getDPI();
        var gc = new GC(printer);
        var font = new Font(printer, "Sans", POINTS, SWT.NORMAL);
        try {
            gc.setFont(font);
            int x = INCHES_MARGIN * dpi.x;
            int y = INCHES_MARGIN * dpi.y;
            gc.drawText(text.all(), x, y, SWT.DRAW_DELIMITER | SWT.DRAW_TRANSPARENT);
            y += gc.textExtent(text.all(), SWT.DRAW_DELIMITER).y;
            draw(gc, code, new Rectangle(x, y, INCHES_CODE * dpi.x, INCHES_CODE * dpi.y));
        } finally {
            font.dispose();
            gc.dispose();
        }
    }

    /** Dark on light in every theme: readers want it so. Whole pixels a module, in the middle. */
    static void draw(GC gc, QrCode code, Rectangle area) {
        int module = Math.max(1, Math.min(area.width, area.height) / code.size());
        int left = area.x + (area.width - module * code.size()) / 2;
        int top = area.y + (area.height - module * code.size()) / 2;
        gc.setAntialias(SWT.OFF);
        gc.setBackground(gc.getDevice().getSystemColor(SWT.COLOR_WHITE));
        gc.fillRectangle(left, top, module * code.size(), module * code.size());
        gc.setBackground(gc.getDevice().getSystemColor(SWT.COLOR_BLACK));
        for (int row = 0; row < code.size(); row++)
            for (int column = 0; column < code.size(); column++)
                if (code.dark(column, row))
                    gc.fillRectangle(left + column * module, top + row * module, module, module);
    }
}
