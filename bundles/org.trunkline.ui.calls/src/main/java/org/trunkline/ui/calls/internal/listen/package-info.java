/** Where the embedded node listens, chosen from the first steps. */
@NullMarked
package org.trunkline.ui.calls.internal.listen;

import org.jspecify.annotations.NullMarked;
