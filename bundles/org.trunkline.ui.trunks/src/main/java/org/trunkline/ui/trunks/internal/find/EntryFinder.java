package org.trunkline.ui.trunks.internal.find;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;

/** Entries of one kind by their names; the kind stands behind the class in {@code plugin.xml}. */
public final class EntryFinder implements Finder, IExecutableExtension {
    private EntrySearch search = new EntrySearch(EntryKind.TRUNK.code());

    @Override
    public void setInitializationData(IConfigurationElement config, String property, Object data) {
        search = new EntrySearch(String.valueOf(data));
    }

    @Override
    public List<Found> find(String text, int most, Optional<Node> node) throws NodeUnavailableException {
        return search.find(text, most, node);
    }
}
