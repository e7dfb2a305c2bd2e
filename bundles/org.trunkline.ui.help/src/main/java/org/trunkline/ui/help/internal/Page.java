package org.trunkline.ui.help.internal;

import java.util.List;

/**
 * A section laid out as text with looks, for a widget that shows styled text.
 *
 * @param text lines separated by a line feed
 * @param spans what is not plain; they may lie within each other
 * @param lines how lines are set that are not plain paragraphs
 * @param links what is clicked
 */
record Page(String text, List<Span> spans, List<LineSet> lines, List<Link> links) {
    enum Look {
        TITLE, HEADING, SMALL_HEADING, BOLD, ITALIC, CODE
    }

    record Span(int from, int to, Look look) {
    }

    /**
     * @param first a line, from 0 @param count of lines set alike
     * @param indent of the first and, by {@code hanging} more, of its further lines, in characters
     * @param columns where the columns of a table begin, in characters; empty for none
     */
    record LineSet(int first, int count, int indent, int hanging, List<Integer> columns, boolean code) {
    }

    record Link(int from, int to, String target) {
    }

    Page {
        spans = List.copyOf(spans);
        lines = List.copyOf(lines);
        links = List.copyOf(links);
    }
}
