package org.trunkline.ui.quality.internal.chart;

import java.awt.geom.Rectangle2D;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.trunkline.domain.call.LegSide;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.quality.internal.chart.ChartScene.Key;
import org.trunkline.ui.quality.internal.chart.ChartScene.Spot;
import org.trunkline.ui.quality.internal.model.CallCourse;
import org.trunkline.ui.quality.internal.model.CallCourse.Line;
import org.trunkline.ui.quality.internal.model.CallCourse.Point;

/** A call's quality over its time, with words for each step. */
public final class CourseScene {
    private final Texts texts;
    private final Formats formats;

    public CourseScene(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    public ChartScene of(CallCourse course) {
        var keys = new ArrayList<Key>();
        for (int i = 0; i < course.lines().size(); i++)
            keys.add(new Key(name(course.lines().get(i)), CourseChart.colour(course, i), true));
        var names = new CourseChart.Names(texts.get("course.mos"), texts.get("course.loss"), texts.get("course.rtt"),
                texts.get("course.jitter"));
        return new ChartScene(texts.get("course.title"), keys, (look, height) -> CourseChart.of(course, look, names, height),
                area -> spots(course, area), "");
    }

    private String name(Line line) {
        String side = texts.get(line.from() == LegSide.CALLER ? "course.caller" : "course.callee");
        return line.mline() == 0 ? side : texts.get("course.line", side, line.mline() + 1);
    }

    private List<Spot> spots(CallCourse course, Rectangle2D area) {
        var spots = new ArrayList<Spot>();
        double perMilli = area.getWidth() / Math.max(1, course.length().toMillis());
        for (Duration begin : course.steps())
            spots.add(new Spot(area.getX() + begin.toMillis() * perMilli, area.getY(), course.step().toMillis() * perMilli,
                    area.getHeight(), words(course, begin), ""));
        return spots;
    }

    private String words(CallCourse course, Duration begin) {
        var text = new StringBuilder(texts.get("course.step", formats.duration(begin),
                formats.duration(begin.plus(course.step()))));
        for (Line line : course.lines())
            CallCourse.at(line, begin, course.step()).ifPresent(p -> text.append('\n').append(words(line, p)));
        return text.toString();
    }

    private String words(Line line, Point point) {
        if (point.silent())
            return texts.get("course.silent", name(line));
        String words = texts.get("course.words", name(line), formats.mos(point.mos()), formats.decimal(point.loss() * 100, 1) + "%",
                formats.delay(point.jitter()));
        return point.rtt().map(rtt -> texts.get("course.words.rtt", words, formats.delay(rtt))).orElse(words);
    }
}
