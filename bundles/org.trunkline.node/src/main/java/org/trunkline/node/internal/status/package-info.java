@NullMarked
package org.trunkline.node.internal.status;

import org.jspecify.annotations.NullMarked;
