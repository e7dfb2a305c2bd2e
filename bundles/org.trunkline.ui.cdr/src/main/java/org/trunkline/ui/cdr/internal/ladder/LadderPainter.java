package org.trunkline.ui.cdr.internal.ladder;

import java.util.List;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.ladder.LadderModel.Lane;
import org.trunkline.ui.cdr.internal.ladder.LadderModel.Step;
import org.trunkline.ui.look.Palette;

/** Paints what is visible of a ladder. */
final class LadderPainter {
    /**
     * @param twin of the selected message, on the other leg
     * @param origin of the visible part in the whole drawing
     */
    record Scene(LadderModel model, LadderLayout layout, int selected, Optional<Twin> twin, boolean focus,
            Point origin) {}

    /** The same message on the other side of the node. @param what said of the two: {@code 3 ms, 9 differ} */
    record Twin(int step, String what) {}

    private static final int HEAD = 8;
    private static final int PADDING = 8;
    private static final int BOND = 4;
    /** From the node to what is said beside it: texts of the other side may reach over it. */
    private static final int BOND_GAP = 6 * BOND;
    private static final int FIRST_ERROR = 400;

    private final Texts texts;
    private final Font bold;
    private Palette palette = Palette.LIGHT;

    LadderPainter(Texts texts, Font bold) {
        this.texts = texts;
        this.bold = bold;
    }

    void use(Palette next) {
        palette = next;
    }

    /** {@code INVITE}, with {@code ×3} where it came three times. */
    String label(Step step) {
        int again = step.entry().retransmissions();
        return again == 0 ? step.entry().label() : step.entry().label() + "  ×" + (again + 1);
    }

    void paint(GC gc, Rectangle area, Scene scene) {
        gc.setAntialias(SWT.ON);
        gc.setTextAntialias(SWT.ON);
        gc.setBackground(palette.background());
        gc.fillRectangle(area);
        LadderLayout layout = scene.layout();
        Point origin = scene.origin();
        int first = layout.firstBelow(origin.y + layout.headerHeight());
        int end = Math.min(layout.rows().size(), layout.firstBelow(origin.y + area.height) + 1);
        scene.twin().filter(t -> t.step() >= first && t.step() < end).ifPresent(t -> ground(gc, area, scene, t.step(),
                palette.header()));
        if (scene.selected() >= first && scene.selected() < end)
            selection(gc, area, scene);
        lifelines(gc, area, scene);
        scene.twin().ifPresent(t -> bond(gc, scene, t));
        for (int i = first; i < end; i++)
            step(gc, scene, i);
        scene.twin().ifPresent(t -> bondText(gc, scene, t));
        header(gc, area, scene);
    }

    private void selection(GC gc, Rectangle area, Scene scene) {
        LadderLayout.Row row = ground(gc, area, scene, scene.selected(), palette.selection());
        int y = row.top() - scene.origin().y;
        if (scene.focus()) {
            gc.setForeground(palette.series().getFirst());
            gc.setLineWidth(1);
            gc.drawRectangle(0, y, area.width - 1, row.height() - 1);
        }
    }

    private static LadderLayout.Row ground(GC gc, Rectangle area, Scene scene, int step, Color colour) {
        LadderLayout.Row row = scene.layout().rows().get(step);
        gc.setBackground(colour);
        gc.fillRectangle(0, row.top() - scene.origin().y, area.width, row.height());
        return row;
    }

    /** On the node's lifeline, from the selected message to its twin. */
    private void bond(GC gc, Scene scene, Twin twin) {
        int x = scene.layout().laneX().get(scene.model().nodeLane()) - scene.origin().x;
        gc.setForeground(palette.series().getFirst());
        gc.setLineWidth(BOND);
        gc.drawLine(x, arrowY(scene, scene.selected()), x, arrowY(scene, twin.step()));
        gc.setLineWidth(1);
    }

    /** In the row of the selected message, beyond the node: a row has one arrow, so that nothing else stands there. */
    private void bondText(GC gc, Scene scene, Twin twin) {
        int node = scene.layout().laneX().get(scene.model().nodeLane()) - scene.origin().x;
        Step step = scene.model().steps().get(scene.selected());
        boolean onTheRight = Math.min(step.fromLane(), step.toLane()) < scene.model().nodeLane();
        int left = scene.layout().timeWidth() - scene.origin().x;
        int right = scene.layout().width() - scene.origin().x;
        int room = (onTheRight ? right - node : node - left) - 2 * BOND_GAP;
        String shown = shorten(gc, twin.what(), room);
        int width = gc.textExtent(shown).x + 2 * BOND;
        int x = onTheRight ? node + BOND_GAP : node - BOND_GAP - width;
        int height = gc.getFontMetrics().getHeight();
        int y = arrowY(scene, scene.selected()) - height / 2;
        gc.setBackground(palette.background());
        gc.setForeground(palette.foreground());
        gc.fillRoundRectangle(x, y - 1, width, height + 2, PADDING, PADDING);
        gc.drawText(shown, x + BOND, y, true);
    }

    private static int arrowY(Scene scene, int step) {
        return scene.layout().rows().get(step).arrowY() - scene.origin().y;
    }

    private void lifelines(GC gc, Rectangle area, Scene scene) {
        gc.setLineWidth(1);
        for (int i = 0; i < scene.layout().laneX().size(); i++) {
            int x = scene.layout().laneX().get(i) - scene.origin().x;
            gc.setForeground(i == scene.model().nodeLane() ? palette.muted() : palette.off());
            gc.drawLine(x, scene.layout().headerHeight(), x, area.height);
        }
    }

    private void header(GC gc, Rectangle area, Scene scene) {
        LadderLayout layout = scene.layout();
        if (scene.model().lanes().isEmpty())
            return;
        gc.setBackground(palette.header());
        gc.fillRectangle(0, 0, area.width, layout.headerHeight() - 2);
        gc.setForeground(palette.grid());
        gc.setLineWidth(1);
        gc.drawLine(0, layout.headerHeight() - 2, area.width, layout.headerHeight() - 2);
        int room = room(layout);
        for (int i = 0; i < scene.model().lanes().size(); i++) {
            Lane lane = scene.model().lanes().get(i);
            int x = layout.laneX().get(i) - scene.origin().x;
            boolean node = i == scene.model().nodeLane();
            Font normal = gc.getFont();
            gc.setFont(bold);
            gc.setForeground(palette.foreground());
            centred(gc, node ? texts.get("ladder.node") : lane.name(), x, 4, room);
            gc.setFont(normal);
            if (!lane.address().equals(lane.name())) {
                gc.setForeground(palette.muted());
                centred(gc, lane.address(), x, 6 + gc.getFontMetrics().getHeight(), room);
            }
            gc.setBackground(node ? palette.muted() : colour(lane.leg()));
            gc.fillRectangle(x - room / 4, layout.headerHeight() - 5, room / 2, 3);
        }
    }

    private void step(GC gc, Scene scene, int index) {
        Step step = scene.model().steps().get(index);
        LadderLayout layout = scene.layout();
        LadderLayout.Row row = layout.rows().get(index);
        int y = row.arrowY() - scene.origin().y;
        boolean chosen = index == scene.selected();
        int line = gc.getFontMetrics().getHeight();
        int ox = scene.origin().x;
        if (row.pause())
            pause(gc, scene, row, step);
        gc.setForeground(chosen ? palette.selectionText() : palette.muted());
        String time = LadderText.sinceFirst(step.sinceFirst());
        gc.drawText(time, layout.timeWidth() - PADDING - gc.textExtent(time).x - ox, y - line / 2, true);

        int from = layout.laneX().get(step.fromLane()) - ox;
        int to = layout.laneX().get(step.toLane()) - ox;
        arrow(gc, from, to, y, step);
        // a long arrow bears its label next to the node, where the eye follows the others
        int middle = Math.abs(step.fromLane() - step.toLane()) > 1 ? laneGapMiddle(scene, step, ox)
                : (from + to) / 2;
        gc.setBackground(chosen ? palette.selection()
                : scene.twin().filter(t -> t.step() == index).isPresent() ? palette.header() : palette.background());
        gc.setForeground(step.status() >= FIRST_ERROR && !chosen ? palette.bad()
                : chosen ? palette.selectionText() : palette.foreground());
        label(gc, scene, label(step), middle, y - line - 2);
        if (!step.sdp().isEmpty()) {
            gc.setForeground(chosen ? palette.selectionText() : palette.muted());
            label(gc, scene, step.sdp(), middle, y + 3);
        }
    }

    /** Text over the lifelines, moved to where all of it is in the drawing. */
    private static void label(GC gc, Scene scene, String text, int middle, int y) {
        int left = scene.layout().timeWidth() - scene.origin().x;
        int right = scene.layout().width() - scene.origin().x;
        String shown = shorten(gc, text, right - left);
        int width = gc.textExtent(shown).x;
        gc.drawText(shown, Math.max(left, Math.min(middle - width / 2, right - width)), y);
    }

    private static int laneGapMiddle(Scene scene, Step step, int originX) {
        List<Integer> x = scene.layout().laneX();
        int node = scene.model().nodeLane();
        int towards = Math.max(step.fromLane(), step.toLane()) > node ? node + 1 : node - 1;
        return (x.get(node) + x.get(towards)) / 2 - originX;
    }

    private void pause(GC gc, Scene scene, LadderLayout.Row row, Step step) {
        int line = gc.getFontMetrics().getHeight();
        int y = row.top() - scene.origin().y + 2;
        String text = LadderText.gap(step.gap());
        int x = scene.layout().timeWidth() - PADDING - gc.textExtent(text).x - scene.origin().x;
        gc.setForeground(palette.muted());
        gc.drawText(text, x, y, true);
        gc.setLineStyle(SWT.LINE_DOT);
        gc.setForeground(palette.off());
        gc.drawLine(scene.layout().timeWidth() - scene.origin().x, y + line / 2,
                scene.layout().width() - scene.origin().x, y + line / 2);
        gc.setLineStyle(SWT.LINE_SOLID);
    }

    private void arrow(GC gc, int from, int to, int y, Step step) {
        Color colour = colour(step.entry().leg());
        gc.setForeground(colour);
        gc.setBackground(colour);
        gc.setLineWidth(2);
        gc.setLineStyle(step.isResponse() ? SWT.LINE_DASH : SWT.LINE_SOLID);
        int sign = to > from ? 1 : -1;
        gc.drawLine(from + sign * 2, y, to - sign * HEAD, y);
        gc.setLineStyle(SWT.LINE_SOLID);
        gc.setLineWidth(1);
        int tip = to - sign;
        gc.fillPolygon(new int[] {tip, y, tip - sign * HEAD, y - HEAD / 2, tip - sign * HEAD, y + HEAD / 2});
    }

    private Color colour(int leg) {
        return palette.series().get(Math.floorMod(leg, palette.series().size() - 1)); // the last, yellow, is too faint
    }

    private static int room(LadderLayout layout) {
        return layout.laneX().size() < 2 ? layout.width()
                : layout.laneX().get(1) - layout.laneX().getFirst() - 2 * PADDING;
    }

    private static void centred(GC gc, String text, int x, int y, int room) {
        String shown = shorten(gc, text, room);
        gc.drawText(shown, x - gc.textExtent(shown).x / 2, y, true);
    }

    /** The text with an ellipsis in place of what has no room. */
    static String shorten(GC gc, String text, int room) {
        if (text.isEmpty() || gc.textExtent(text).x <= room)
            return text;
        int keep = Math.max(1, (int) (text.length() * (double) room / gc.textExtent(text).x));
        while (keep > 1 && gc.textExtent(text.substring(0, keep) + "…").x > room)
            keep--;
        return text.substring(0, Math.min(keep, text.length())) + "…";
    }
}
