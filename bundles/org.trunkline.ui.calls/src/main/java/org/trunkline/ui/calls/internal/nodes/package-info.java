/** The nodes that the desk knows, side by side. */
@NullMarked
package org.trunkline.ui.calls.internal.nodes;

import org.jspecify.annotations.NullMarked;
