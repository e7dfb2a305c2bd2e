/** ITU-T G.722. */
@NullMarked
package org.trunkline.media.audio.internal.g722;

import org.jspecify.annotations.NullMarked;
