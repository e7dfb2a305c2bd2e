package org.trunkline.ui;

import org.eclipse.core.runtime.IProgressMonitor;
import org.trunkline.api.node.Node;

/** Work on the node, done off the UI thread. */
@FunctionalInterface
public interface NodeTask<T> {
    /**
     * @param monitor to tell progress and learn of cancelling
     * @throws Exception whatever the api throws: {@code NodeUnavailableException}, {@code QueryException}, …
     */
    T run(Node node, IProgressMonitor monitor) throws Exception;
}
