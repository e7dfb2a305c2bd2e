/** Plug-ins inside the node: their bundles, what these see of the node, and their end. */
@NullMarked
package org.trunkline.plugin.internal.inside;

import org.jspecify.annotations.NullMarked;
