package org.trunkline.ui.extension;

import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.api.node.Node;
import org.trunkline.ui.search.CdrNavigator;

/**
 * Brings tiles to the view <i>Tiles</i> of Quality and Operations: a figure at a glance that leads to its calls.
 * Extension point {@code org.trunkline.ui.qualityTiles}.
 *
 * <p><b>Life:</b> one object for each view, made with its no-argument constructor. <b>Errors:</b> whatever a method throws
 * is shown on a tile with the bundle's name.
 *
 * <pre>{@code
 * public final class SpendTile implements QualityTile {
 *     public List<TileFace> read(Node node) throws NodeUnavailableException {
 *         var summary = node.cdrs().summarize(today(), Set.of(), 24);
 *         return List.of(new TileFace("spend", "Spend today", figureOf(summary), "since midnight", Tone.PLAIN,
 *                 List.of(), "started:today AND cost:>0"));
 *     }
 * }
 * }</pre>
 */
@ConsumerType
public interface QualityTile {
    /** Most tiles of one contribution; further ones are not shown. */
    int MOST = 40;

    /**
     * Reads the tiles. Called every 5 s while the view is visible. <b>Threads:</b> a background thread; may block up to
     * 10 s, one call at a time.
     *
     * @return none to show none; each with a key of its own
     * @throws Exception any; its message is shown on a tile
     */
    List<TileFace> read(Node node) throws Exception;

    /** A click on a tile: shows its calls, unless this is overridden. UI thread. */
    default void open(TileFace face, CdrNavigator calls) {
        if (!face.query().isEmpty())
            calls.showCalls(face.query());
    }
}
