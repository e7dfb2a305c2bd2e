@NullMarked
package org.trunkline.node.internal.privacy;

import org.jspecify.annotations.NullMarked;
