/** Audio codecs. */
@NullMarked
package org.trunkline.spi.audio;

import org.jspecify.annotations.NullMarked;
