/** One search over the call records of several nodes. */
@NullMarked
package org.trunkline.ui.cdr.internal.nodes;

import org.jspecify.annotations.NullMarked;
