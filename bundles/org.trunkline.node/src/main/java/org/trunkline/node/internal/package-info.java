@NullMarked
package org.trunkline.node.internal;

import org.jspecify.annotations.NullMarked;
