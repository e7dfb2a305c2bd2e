/** Calls that the node starts itself: test calls. */
@NullMarked
package org.trunkline.node.internal.nodecall;

import org.jspecify.annotations.NullMarked;
