package org.trunkline.testkit.node;

import org.trunkline.api.node.Node;

/** The fake keeps the contract by itself. */
class FakeNodeTest extends NodeContract {
    private final FakeNode node = new FakeNode();

    @Override
    protected FakeNode backing() {
        return node;
    }

    @Override
    protected Node node() {
        return node;
    }
}
