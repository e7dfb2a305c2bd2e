/** Calls that the node starts itself: test calls, and those for a subscriber. */
@NullMarked
package org.trunkline.node.internal.nodecall;

import org.jspecify.annotations.NullMarked;
