package org.trunkline.ui.trunks.internal.model;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.RingGroup;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.Offer;


/** A ring group in one line, as its member sees it: {@code sales, 600, 2 of 3}. */
public final class GroupText {
    private final Texts texts;

    public GroupText(Texts texts) {
        this.texts = texts;
    }

    /** @param offers where the group is found; where it is not, the name stands alone */
    public String line(String username, String name, List<Offer> offers) {
        return offers.stream().filter(o -> o.name().equals(name)).map(Offer::group).flatMap(Optional::stream)
                .findFirst().map(g -> g.number().map(n -> texts.get("group.line.number", name, n, rings(g, username)))
                        .orElseGet(() -> texts.get("group.line", name, rings(g, username)))).orElse(name);
    }

    /** Whose turn it is only counts where they take turns in order; who is new rings last. */
    private String rings(RingGroup group, String username) {
        int place = group.members().indexOf(username);
        int last = group.members().size() + 1;
        return switch (group.strategy()) {
            case ALL -> texts.get("group.all");
            case LEAST_RECENT -> texts.get("group.least-recent");
            case IN_ORDER -> place < 0 ? texts.get("group.place", last, last)
                    : texts.get("group.place", place + 1, group.members().size());
        };
    }
}
