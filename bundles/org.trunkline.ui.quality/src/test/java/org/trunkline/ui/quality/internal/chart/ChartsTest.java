package org.trunkline.ui.quality.internal.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Font;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

import org.eclipse.swt.graphics.ImageData;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.quality.internal.QualityView;
import org.trunkline.ui.quality.internal.chart.ChartScene.Spot;
import org.trunkline.ui.quality.internal.model.CallCourse;
import org.trunkline.ui.quality.internal.model.CallCourseTest;
import org.trunkline.ui.quality.internal.model.QualityFigures;
import org.trunkline.ui.quality.internal.model.SampleFigures;

class ChartsTest {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 300;
    private final QualityFigures figures = SampleFigures.figures("");
    private final ChartScenes scenes = new ChartScenes(Texts.of(QualityView.class, Locale.ENGLISH),
            new Formats(ZoneId.of("UTC"), Locale.ENGLISH));
    private final ChartLook light = ChartLook.of(Palette.LIGHT, new Font("DejaVu Sans", Font.PLAIN, 13));

    @BeforeAll
    static void headless() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void theBarsAndTheLineHoldTheFigures() {
        var bars = TimeChart.bars(figures);
        assertEquals(3, bars.getItemCount());
        assertEquals(30.0, bars.getYValue(TimeChart.ANSWERED, 0));
        assertEquals(10.0, bars.getYValue(TimeChart.UNANSWERED, 0));
        var line = TimeChart.line(figures);
        assertEquals(0.75, line.getYValue(0, 0));
        assertNull(line.getY(0, 1), "a gap where there were no calls");
    }

    @Test
    void eachChartPaintsInBothThemesAndAtEachZoom() {
        var dark = ChartLook.of(Palette.DARK, light.font());
        for (ChartScene scene : List.of(scenes.time(figures), scenes.distribution(figures), scenes.trunks(figures)))
            for (ChartLook look : List.of(light, dark)) {
                ImageData data = ChartRenderer.render(scene, look, WIDTH, HEIGHT, 200).image();
                assertEquals(2 * WIDTH, data.width);
                assertEquals(2 * HEIGHT, data.height);
                assertEquals(look.background(), new Color(data.getPixel(2, 2)), scene.title());
                assertTrue(colours(data) > 3, scene.title());
            }
    }

    @Test
    void spotsLieOverTheirBars() {
        var rendered = ChartRenderer.render(scenes.distribution(figures), light, WIDTH, HEIGHT, 100);
        assertEquals(35, rendered.spots().size());
        Spot best = rendered.spots().getLast();
        int x = (int) (best.x() + best.width() / 2);
        int y = (int) (best.y() + best.height() - 4);
        assertEquals(light.ok(), new Color(rendered.image().getPixel(x, y)));
        assertEquals(light.fair(), colour(rendered, 26), "fair is not the colour of good");
        assertEquals(light.warn(), colour(rendered, 21), "poor");
        assertEquals(light.bad(), colour(rendered, 20), "bad, up to the limit of poor");
        Spot worst = rendered.spots().getFirst();
        assertNotEquals(light.ok(), new Color(rendered.image().getPixel((int) (worst.x() + worst.width() / 2), y)));
        assertTrue(best.contains(x, y));
        assertTrue(best.query().startsWith("mos:[4.4 TO 4.5]"));
        assertTrue(best.words().startsWith("MOS 4.4 to 4.5: 10 calls, 50% of those rated"), best.words());
    }

    private static Color colour(ChartRenderer.Rendered rendered, int spot) {
        Spot of = rendered.spots().get(spot);
        return new Color(rendered.image().getPixel((int) (of.x() + of.width() / 2), (int) (of.y() + of.height() - 4)));
    }

    @Test
    void theStepsFillTheTimeChartWithoutGapOrOverlap() {
        List<Spot> spots = ChartRenderer.render(scenes.time(figures), light, WIDTH, HEIGHT, 100).spots();
        for (int i = 1; i < spots.size(); i++)
            assertEquals(spots.get(i - 1).x() + spots.get(i - 1).width(), spots.get(i).x(), 1e-6);
        assertTrue(spots.getFirst().words().contains("40 calls, 30 answered, ASR 75%"), spots.getFirst().words());
    }

    @Test
    void aTrunkWithALongNameLeavesRoomForItsBar() {
        var long60 = "A carrier with a name of exactly sixty characters, or nearly";
        var wide = new QualityFigures(figures.query(), 1, 1, figures.mos(), figures.step(), figures.steps(),
                figures.classes(), List.of(new QualityFigures.TrunkMos(long60, 4.2, 10, 12, 0.8)));
        var rendered = ChartRenderer.render(scenes.trunks(wide), light, WIDTH, HEIGHT, 100);
        int y = (int) (rendered.spots().getFirst().y() + rendered.spots().getFirst().height() / 2);
        int bar = 0;
        for (int x = 0; x < WIDTH; x++)
            if (new Color(rendered.image().getPixel(x, y)).equals(light.ok()))
                bar++;
        assertTrue(bar > WIDTH / 4, "bar is " + bar + " wide");
    }

    @Test
    void nothingToShowPaintsToo() {
        var none = new QualityFigures(figures.query(), 0, 0, figures.mos(), figures.step(), List.of(), List.of(),
                List.of());
        for (ChartScene scene : List.of(scenes.time(none), scenes.distribution(none), scenes.trunks(none)))
            assertEquals(List.of(), ChartRenderer.render(scene, light, WIDTH, HEIGHT, 100).spots());
        assertEquals("No call with rated sound in this time.", scenes.distribution(none).note());
        assertEquals("No call with rated sound in this time.", scenes.trunks(none).note());
        assertEquals("", scenes.distribution(figures).note() + scenes.trunks(figures).note() + scenes.time(figures).note());
    }

    @Test
    void theCourseOfACallHasWordsForEachStepAndALineForEachStream() {
        var scene = new CourseScene(Texts.of(QualityView.class, Locale.ENGLISH), new Formats(ZoneId.of("UTC"),
                Locale.ENGLISH)).of(CallCourse.of(CallCourseTest.streams()).orElseThrow());
        assertEquals(List.of("From the caller", "From the callee"), scene.keys().stream().map(ChartScene.Key::label).toList());
        for (ChartLook look : List.of(light, ChartLook.of(Palette.DARK, light.font()))) {
            var rendered = ChartRenderer.render(scene, look, WIDTH, HEIGHT, 100);
            assertEquals(5, rendered.spots().size());
            assertEquals("0:05 to 0:10\nFrom the caller: MOS 2.4 bad, 12.0% lost, jitter up to 45 ms, round trip 180 ms\n"
                    + "From the callee: MOS 4.4 good, 0.0% lost, jitter up to 2 ms", rendered.spots().get(1).words());
            assertTrue(rendered.spots().get(3).words().contains("From the caller: no packets"));
            assertTrue(has(rendered.image(), look.series().get(0)), "the caller's line");
            assertTrue(has(rendered.image(), look.series().get(1)), "the callee's line");
        }
    }

    @Test
    void aLowDrawingOfACallShowsWhatThereIsRoomFor() {
        var course = CallCourse.of(CallCourseTest.streams()).orElseThrow();
        for (int parts = 1; parts <= 4; parts++)
            assertEquals(List.of("MOS", "Lost", "RTT", "Jitter").subList(0, parts), axes(course, parts * 80));
    }

    @Test
    void aCallWithoutRtcpHasNoRoundTrip() {
        var quiet = CallCourse.of(List.of(CallCourseTest.streams().getFirst())).orElseThrow();
        assertEquals(List.of("MOS", "Lost", "Jitter"), axes(quiet, 400));
    }

    private List<String> axes(CallCourse course, int height) {
        var plot = (CombinedDomainXYPlot) CourseChart.of(course, light, new CourseChart.Names("MOS", "Lost", "RTT", "Jitter"), height)
                .getPlot();
        return ((List<?>) plot.getSubplots()).stream().map(part -> ((XYPlot) part).getRangeAxis().getLabel()).toList();
    }

    private static boolean has(ImageData data, Color colour) {
        for (int y = 0; y < data.height; y++)
            for (int x = 0; x < data.width; x++)
                if (new Color(data.getPixel(x, y)).equals(colour))
                    return true;
        return false;
    }

    private static long colours(ImageData data) {
        var seen = new HashSet<Integer>();
        for (int y = 0; y < data.height; y += 3)
            for (int x = 0; x < data.width; x += 3)
                seen.add(data.getPixel(x, y));
        return seen.size();
    }
}
