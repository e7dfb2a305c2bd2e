/** Findings on calls, figures of codecs. */
@NullMarked
package org.trunkline.spi.quality;

import org.jspecify.annotations.NullMarked;
