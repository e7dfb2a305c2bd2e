/** Video of calls in windows: the picture, what can be done with it, and the choice of what to show. */
@NullMarked
package org.trunkline.ui.phone.internal.video;

import org.jspecify.annotations.NullMarked;
