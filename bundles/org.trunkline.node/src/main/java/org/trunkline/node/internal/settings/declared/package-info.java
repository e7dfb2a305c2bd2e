/** The settings of a node: the one place that declares each. */
@NullMarked
package org.trunkline.node.internal.settings.declared;

import org.jspecify.annotations.NullMarked;
