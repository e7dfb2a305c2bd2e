package org.trunkline.ui.trunks.internal.find;

import java.util.ArrayList;
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
import org.trunkline.ui.trunks.internal.model.AddedKind;
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
        var owners = new Owners(node.get()).of(text).stream().limit(most).toList();
        var kinds = new ArrayList<Kind>(List.of(OwnKind.values()));
        if (owners.stream().anyMatch(owner -> OwnKind.ofCode(owner.kind()).isEmpty()))
            kinds.addAll(AddedKind.all(node.get()).keySet());
        return owners.stream().map(owner -> found(owner, kinds)).toList();
    }

    private Found found(Owners.Owner owner, List<Kind> kinds) {
        String name = kinds.stream().filter(kind -> kind.code().equals(owner.kind())).findFirst()
                .map(kind -> kind.text(texts).named(owner.key())).orElse(owner.key());
        return new Found(name, owner.key().equals(owner.number()) ? "" : owner.number(), DeskCommands.EDIT,
                Map.of(DeskCommands.EDIT_KIND, owner.kind(), DeskCommands.EDIT_KEY, owner.key()));
    }
}
