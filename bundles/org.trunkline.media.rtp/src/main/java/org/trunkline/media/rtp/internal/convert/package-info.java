/** Conversion of what one side sends into what the other understands. */
@NullMarked
package org.trunkline.media.rtp.internal.convert;

import org.jspecify.annotations.NullMarked;
