@NullMarked
package org.trunkline.node.internal.push;

import org.jspecify.annotations.NullMarked;
