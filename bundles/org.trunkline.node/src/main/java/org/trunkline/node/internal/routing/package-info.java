/** Routing policies, number lookups, and the dial plan behind them. */
@NullMarked
package org.trunkline.node.internal.routing;

import org.jspecify.annotations.NullMarked;
