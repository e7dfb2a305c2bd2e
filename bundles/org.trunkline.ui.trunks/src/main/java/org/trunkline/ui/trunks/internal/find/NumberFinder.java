package org.trunkline.ui.trunks.internal.find;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.Names;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** From a number, however it is written, to whom it belongs. */
public final class NumberFinder implements Finder {
    private static final int LEAST_DIGITS = 3;

    private final Texts texts = Texts.of(Kind.class);

    @Override
    public List<Found> find(String text, int most, Optional<Node> node) throws NodeUnavailableException {
        String tidy = Names.tidyNumber(text);
        if (node.isEmpty() || !Names.isDialled(tidy) || tidy.length() < LEAST_DIGITS)
            return List.of();
        return new Owners(node.get()).of(text).stream().limit(most).map(this::found).toList();
    }

    private Found found(Owners.Owner owner) {
        String name = OwnKind.ofCode(owner.kind()).map(k -> k.text(texts).named(owner.key())).orElse(owner.key());
        return new Found(name, owner.key().equals(owner.number()) ? "" : owner.number(), DeskCommands.EDIT,
                Map.of(DeskCommands.EDIT_KIND, owner.kind(), DeskCommands.EDIT_KEY, owner.key()));
    }
}
