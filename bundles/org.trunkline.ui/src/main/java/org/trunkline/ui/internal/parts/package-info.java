/** The bundles of the node inside the desk, and what can be asked of it whichever node is shown. */
@NullMarked
package org.trunkline.ui.internal.parts;

import org.jspecify.annotations.NullMarked;
