package org.trunkline.ui.help.internal;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One guide as it is in {@code docs/}, or translated in a folder of it: Markdown (CommonMark with tables).
 *
 * @param id its file's name without the ending: {@code user-guide}
 * @param sections its parts by headings of the first two levels, in order; together they are the whole text
 */
record Guide(String id, String title, List<Section> sections) {
    /**
     * @param anchors its headings as links name them: lower case, hyphens for blanks; of a translation, then the English ones too
     * @param topics ids of views that it explains, or how those ids begin: from comments {@code <!-- help: ID -->} before the
     *        heading
     * @param markdown the heading and what is below it
     */
    record Section(String title, List<String> anchors, List<String> topics, String markdown) {
        Section {
            requireNonNull(title);
            anchors = List.copyOf(anchors);
            topics = List.copyOf(topics);
            requireNonNull(markdown);
        }

        String anchor() {
            return anchors.getFirst();
        }
    }

    Guide {
        requireNonNull(id);
        requireNonNull(title);
        sections = List.copyOf(sections);
    }

    /** This translation, to whose sections the links to the English ones lead too. */
    Guide translationOf(Guide english) {
        var linked = new ArrayList<Section>();
        for (int i = 0; i < sections.size(); i++) {
            var mine = sections.get(i);
            var others = i < english.sections().size() ? english.sections().get(i).anchors() : List.<String>of();
            linked.add(new Section(mine.title(), Stream.concat(mine.anchors().stream(), others.stream()).toList(), mine.topics(), mine.markdown()));
        }
        return new Guide(id, title, linked);
    }

    /** The section with a heading that links name so, else the first. */
    Section section(String anchor) {
        return sections.stream().filter(section -> section.anchors().contains(anchor)).findFirst().orElse(sections.getFirst());
    }
}
