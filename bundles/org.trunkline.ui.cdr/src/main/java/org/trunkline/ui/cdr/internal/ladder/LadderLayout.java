package org.trunkline.ui.cdr.internal.ladder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each lane and step of a ladder stands, in points: pure arithmetic, so that it is tested without a display.
 *
 * @param laneX centre line of each lane
 * @param timeWidth width of the time column left of the first lane
 */
public record LadderLayout(List<Row> rows, List<Integer> laneX, int timeWidth, int headerHeight, int width,
        int height) {
    /** @param top of the row, the header included @param arrowY of the line @param pause shown above, where long */
    public record Row(int top, int height, int arrowY, boolean pause) {}

    /** @param line height of a line of text @param timeWidth of the time column */
    public record Metrics(int line, int timeWidth) {}

    /** A wait that a reader wants to see at once. */
    static final Duration LONG_PAUSE = Duration.ofSeconds(2);
    private static final int MARGIN = 76;
    private static final int NARROWEST = 140;
    private static final int WIDEST = 420;

    /** @param available width of the view; lanes spread over it, up to a bound */
    public static LadderLayout of(LadderModel model, Metrics metrics, int available) {
        int lanes = model.lanes().size();
        int free = lanes < 2 ? WIDEST : (available - metrics.timeWidth() - 2 * MARGIN) / (lanes - 1);
        int gap = Math.clamp(free, NARROWEST, WIDEST);
        var laneX = new ArrayList<Integer>();
        for (int i = 0; i < lanes; i++)
            laneX.add(metrics.timeWidth() + MARGIN + i * gap);
        int header = 2 * metrics.line() + 14;
        var rows = rows(model, metrics, header);
        int bottom = rows.isEmpty() ? header : rows.getLast().top() + rows.getLast().height();
        int right = laneX.isEmpty() ? metrics.timeWidth() : laneX.getLast() + MARGIN;
        return new LadderLayout(rows, List.copyOf(laneX), metrics.timeWidth(), header, right,
                bottom + metrics.line());
    }

    private static List<Row> rows(LadderModel model, Metrics metrics, int header) {
        var rows = new ArrayList<Row>();
        int y = header;
        for (LadderModel.Step step : model.steps()) {
            boolean pause = step.gap().compareTo(LONG_PAUSE) >= 0;
            int above = metrics.line() + (pause ? metrics.line() + 6 : 4);
            int below = step.sdp().isEmpty() ? 8 : metrics.line() + 6;
            rows.add(new Row(y, above + below, y + above, pause));
            y += above + below;
        }
        return List.copyOf(rows);
    }

    /** Index of the step at this height, or -1. */
    public int stepAt(int y) {
        int low = 0;
        int high = rows.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Row row = rows.get(middle);
            if (y < row.top())
                high = middle - 1;
            else if (y >= row.top() + row.height())
                low = middle + 1;
            else
                return middle;
        }
        return -1;
    }

    /** First step that reaches below this height; the number of steps if none does. */
    public int firstBelow(int y) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows.get(middle).top() + rows.get(middle).height() <= y)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
