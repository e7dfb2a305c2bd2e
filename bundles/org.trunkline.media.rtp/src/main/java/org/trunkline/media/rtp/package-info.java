/** The media relay for other programs than the node. */
@NullMarked
package org.trunkline.media.rtp;

import org.jspecify.annotations.NullMarked;
