package org.trunkline.ui.help.internal;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One guide as it is in {@code docs/}: Markdown (CommonMark with tables), in English.
 *
 * @param id its file's name without the ending: {@code user-guide}
 * @param sections its parts by headings of the first two levels, in order; together they are the whole text
 */
record Guide(String id, String title, List<Section> sections) {
    /**
     * @param anchor the heading as links name it: lower case, hyphens for blanks
     * @param topics ids of views that it explains, or how those ids begin: from comments {@code <!-- help: ID -->} before the
     *        heading
     * @param markdown the heading and what is below it
     */
    record Section(String title, String anchor, List<String> topics, String markdown) {
        Section {
            requireNonNull(title);
            requireNonNull(anchor);
            topics = List.copyOf(topics);
            requireNonNull(markdown);
        }
    }

    Guide {
        requireNonNull(id);
        requireNonNull(title);
        sections = List.copyOf(sections);
    }
}
