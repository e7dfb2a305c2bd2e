package org.trunkline.ui.cdr.internal.saved;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Tone;
import org.trunkline.ui.contribution.Contribution;
import org.trunkline.ui.contribution.ContributionException;
import org.trunkline.ui.contribution.Contributions;
import org.trunkline.ui.extension.QualityTile;
import org.trunkline.ui.extension.TileFace;
import org.trunkline.ui.search.CdrNavigator;

/** A contribution of tiles; one that fails is a tile that says so. */
final class TileSource {
    static final String POINT = "qualityTiles";

    private final Contribution<QualityTile> contribution;
    private Optional<QualityTile> made = Optional.empty();

    private TileSource(Contribution<QualityTile> contribution) {
        this.contribution = contribution;
    }

    static List<TileSource> all() {
        return Contributions.of(POINT, "tile", QualityTile.class).stream().map(TileSource::new).toList();
    }

    String id() {
        return contribution.bundle() + "/" + contribution.id();
    }

    /** Not on the UI thread. @throws NodeUnavailableException where the node, not the tile, is the reason */
    List<TileFace> read(Node node) throws NodeUnavailableException {
        try {
            QualityTile tile = tile();
            return contribution.guard(() -> tile.read(node).stream().limit(QualityTile.MOST).toList());
        } catch (ContributionException e) {
            if (e.getCause() instanceof NodeUnavailableException away)
                throw away;
            return List.of(new TileFace("failed", contribution.label(), Formats.NONE, e.getMessage(), Tone.BAD, List.of(), ""));
        }
    }

    private synchronized QualityTile tile() throws ContributionException {
        if (made.isEmpty())
            made = Optional.of(contribution.create());
        return made.get();
    }

    /** UI thread. @return why it could not */
    Optional<String> open(TileFace face, CdrNavigator calls) {
        try {
            QualityTile tile = tile();
            contribution.guard(() -> {
                tile.open(face, calls);
                return face;
            });
            return Optional.empty();
        } catch (ContributionException e) {
            return Optional.of(e.getMessage());
        }
    }
}
