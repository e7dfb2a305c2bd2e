@NullMarked
package org.trunkline.node.internal.plugin;

import org.jspecify.annotations.NullMarked;
