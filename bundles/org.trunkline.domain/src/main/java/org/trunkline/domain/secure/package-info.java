/** Files that only their owner may read, and authentication codes. */
@NullMarked
package org.trunkline.domain.secure;

import org.jspecify.annotations.NullMarked;
