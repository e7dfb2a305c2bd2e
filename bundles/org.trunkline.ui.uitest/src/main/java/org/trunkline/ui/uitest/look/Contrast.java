package org.trunkline.ui.uitest.look;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.Tree;

/** Whether the texts on the desk can be read: by the colours that widgets claim, and by the pixels on the screen. */
public final class Contrast {
    /** WCAG 2, AA. */
    public static final double READABLE = 4.5;
    /** Of the darkest pixel of thin, smoothed letters, which never reach the colour they are drawn with. */
    private static final double SEEN = 3.0;
    private static final int MOST_WORDS = 40;

    private Contrast() {}

    /** WCAG 2 contrast ratio, 1 to 21. */
    public static double of(RGB a, RGB b) {
        double la = luminance(a);
        double lb = luminance(b);
        return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
    }

    private static double luminance(RGB c) {
        return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    /** A line for each visible text that is hard to read. UI thread. */
    public static List<String> hardToRead(List<Control> controls) {
        var found = new ArrayList<String>();
        for (Control control : controls) {
            String words = words(control);
            if (words.isBlank() || !control.isEnabled() || !inView(control))
                continue;
            // what a canvas of ours paints it takes from the palette, whatever colours the widget has
            double claimed = control instanceof NatTable ? seen(control) : of(control.getForeground().getRGB(), control.getBackground().getRGB());
            double seen = seen(control);
            if (claimed < READABLE || seen < SEEN)
                found.add("%s \"%s\" claims %.1f (%s on %s), shows %.1f".formatted(control.getClass().getSimpleName(),
                        words, claimed, control.getForeground().getRGB(), control.getBackground().getRGB(), seen));
        }
        return found;
    }

    /** A form may have scrolled it away. */
    private static boolean inView(Control control) {
        Rectangle all = new Rectangle(0, 0, control.getSize().x, control.getSize().y);
        Rectangle seen = all;
        for (Composite c = control.getParent(); c != null; c = c.getParent())
            seen = seen.intersection(control.getDisplay().map(c, control, c.getClientArea()));
        return seen.width > all.width / 2 && seen.height > all.height / 2;
    }

    private static String words(Control control) {
        String words = switch (control) {
            case Label label -> label.getText();
            case Link link -> link.getText();
            case Button button -> button.getText();
            case Text text -> text.getText();
            case Combo combo -> combo.getText();
            case StyledText text -> text.getText();
            case Tree tree -> tree.getItemCount() == 0 ? "" : "tree of " + tree.getItem(0).getText();
            case Table table -> table.getItemCount() == 0 ? "" : "table of " + table.getItem(0).getText();
            case CTabFolder tabs -> tabs.getItemCount() == 0 ? "" : "tabs of " + tabs.getItem(0).getText();
            case NatTable table -> table.getRowCount() < 2 ? "" : "table";
            case ToolBar bar -> bar.getItemCount() == 0 ? "" : bar.getItem(0).getText();
            default -> "";
        };
        String line = words.strip().replace('\n', ' ');
        return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) : line;
    }

    /** Between the colour that fills most of the control and the one that stands out most from it. */
    public static double seen(Control control) {
        ImageData pixels = pixels(control);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < pixels.height; y++)
            for (int x = 0; x < pixels.width; x++)
                counts.merge(pixels.getPixel(x, y), 1, Integer::sum);
        int ground = counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        RGB background = pixels.palette.getRGB(ground);
        return counts.keySet().stream().mapToDouble(p -> of(pixels.palette.getRGB(p), background)).max().orElse(1);
    }

    private static ImageData pixels(Control control) {
        Rectangle size = new Rectangle(0, 0, control.getSize().x, control.getSize().y);
        var image = new Image(control.getDisplay(), Math.max(1, size.width), Math.max(1, size.height));
        var gc = new GC(control);
        try {
            gc.copyArea(image, 0, 0);
            return image.getImageData();
        } finally {
            gc.dispose();
            image.dispose();
        }
    }
}
