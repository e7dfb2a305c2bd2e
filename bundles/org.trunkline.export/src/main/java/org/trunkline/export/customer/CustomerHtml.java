package org.trunkline.export.customer;

import java.util.Locale;

import org.trunkline.domain.quality.MosBand;

/** A page for a customer as HTML: one file that needs nothing else. */
final class CustomerHtml {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 250;
    private static final int LEFT = 70;
    private static final int RIGHT = 700;
    private static final int TOP = 30;
    private static final int BOTTOM = 215;
    private static final double LEAST = 1;
    private static final int TICKS = 4;
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,"Noto Sans","Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;color:#222;max-width:45rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.6rem;margin:0 0 .5rem}
            .verdict{font-size:1.15rem;font-weight:600;margin:0 0 1rem}
            table{border-collapse:collapse;margin:0 0 1rem}
            th{text-align:left;font-weight:400;color:#555;padding:.15rem 1.5rem .15rem 0;vertical-align:top}
            td{padding:.15rem 1rem .15rem 0}
            svg{width:100%;height:auto}
            .note{color:#555;font-size:.85rem;margin-top:2rem}
            @page{size:A4;margin:18mm}
            @media print{body{margin:0;max-width:none}details{display:none}}
            """;

    private final CustomerPage page;
    private final StringBuilder html = new StringBuilder();

    CustomerHtml(CustomerPage page) {
        this.page = page;
    }

    String text() {
        html.append("<!DOCTYPE html>\n<html lang=\"").append(page.options().language().getLanguage()).append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
                .append(escaped(page.title())).append("</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
        element("h1", page.title());
        html.append("<p class=\"verdict\">").append(escaped(page.verdict())).append("</p>\n<table>\n");
        page.facts().forEach(fact -> html.append("<tr><th scope=\"row\">").append(escaped(fact.label())).append("</th><td>")
                .append(escaped(fact.value())).append("</td></tr>\n"));
        html.append("</table>\n");
        if (!page.sentences().isEmpty()) {
            html.append("<ul>\n");
            page.sentences().forEach(line -> element("li", line));
            html.append("</ul>\n");
        }
        page.course().ifPresent(course -> {
            element("h2", page.texts().get("chart.title"));
            draw(course);
            figures(course);
        });
        html.append("<p class=\"note\">").append(escaped(page.footnote())).append("</p>\n</body>\n</html>\n");
        return html.toString();
    }

    private void element(String name, String text) {
        html.append('<').append(name).append('>').append(escaped(text)).append("</").append(name).append(">\n");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    // --- the chart ---

    private void draw(QualityCourse course) {
        html.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT).append("\" role=\"img\" font-size=\"12\" fill=\"#555\">\n<title>")
                .append(escaped(page.texts().get("chart.title"))).append("</title>\n");
        for (MosBand band : MosBand.values()) {
            line(LEFT, y(band.lowest()), RIGHT, y(band.lowest()), "#ddd");
            double above = band.ordinal() + 1 < MosBand.values().length ? MosBand.values()[band.ordinal() + 1].lowest() : MosBand.BEST;
            label(LEFT - 8, y((band.lowest() + above) / 2) + 4, "end", "#555", page.texts().band(band));
        }
        for (int i = 0; i <= TICKS; i++)
            label(x((double) i / TICKS), BOTTOM + 20, i == 0 ? "start" : i == TICKS ? "end" : "middle", "#555",
                    page.texts().time(course.at((double) i / TICKS)));
        int place = LEFT;
        for (var line : course.lines()) {
            boolean you = line.from() == page.options().side();
            String stroke = you ? "stroke=\"#0072B2\" stroke-width=\"2.5\"" : "stroke=\"#D55E00\" stroke-width=\"2\" stroke-dasharray=\"6 3\"";
            var path = new StringBuilder();
            for (var step : line.steps())
                path.append(step.follows() ? 'L' : 'M').append(number(x(step.begin()))).append(' ').append(number(y(step.mos())))
                        .append('L').append(number(x(step.end()))).append(' ').append(number(y(step.mos())));
            html.append("<path fill=\"none\" ").append(stroke).append(" d=\"").append(path).append("\"/>\n");
            html.append("<path fill=\"none\" ").append(stroke).append(" d=\"M").append(place).append(" 14h30\"/>\n");
            label(place + 36, 18, "start", "#222", page.lineLabel(line.from()));
            place += (RIGHT - LEFT) / 2;
        }
        html.append("</svg>\n");
    }

    private void line(double x1, double y1, double x2, double y2, String colour) {
        html.append("<path stroke=\"").append(colour).append("\" d=\"M").append(number(x1)).append(' ').append(number(y1)).append('L')
                .append(number(x2)).append(' ').append(number(y2)).append("\"/>\n");
    }

    private void label(double x, double y, String anchor, String colour, String text) {
        html.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y)).append("\" text-anchor=\"").append(anchor)
                .append("\" fill=\"").append(colour).append("\">").append(escaped(text)).append("</text>\n");
    }

    /** The chart for those who do not see it. */
    private void figures(QualityCourse course) {
        html.append("<details><summary>").append(escaped(page.texts().get("chart.figures"))).append("</summary>\n");
        for (var line : course.lines()) {
            html.append("<table><caption>").append(escaped(page.lineLabel(line.from()))).append("</caption>\n");
            for (var step : line.steps())
                html.append("<tr><td>").append(page.texts().time(course.at(step.begin()))).append("</td><td>")
                        .append(escaped(page.texts().score(step.mos()))).append("</td></tr>\n");
            html.append("</table>\n");
        }
        html.append("</details>\n");
    }

    private static double x(double part) {
        return LEFT + part * (RIGHT - LEFT);
    }

    private static double y(double mos) {
        return BOTTOM - (mos - LEAST) / (MosBand.BEST - LEAST) * (BOTTOM - TOP);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
