package org.trunkline.ui.help.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;

/** Sections of the guides, for the search box. */
public final class GuideFinder implements Finder {
    private static final int LEAST = 3;
    private static final int LEAST_OF_CHINESE = 2;

    private final Guides guides = Guides.ofBundle();

    @Override
    public List<Found> find(String text, int most, Optional<Node> node) {
        return text.length() < least(text) ? List.of() : guides.search(text).stream().limit(most)
                .map(place -> new Found(place.section().title(), place.guide().title(), GuidesHandler.COMMAND,
                        Map.of(GuidesHandler.GUIDE, place.guide().id(), GuidesHandler.SECTION, place.section().anchor())))
                .toList();
    }

    private static int least(String text) {
        return text.codePoints().anyMatch(Character::isIdeographic) ? LEAST_OF_CHINESE : LEAST;
    }
}
