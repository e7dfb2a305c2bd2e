/** Conferences of the calls whose media the node relays. */
@NullMarked
package org.trunkline.media.rtp.internal.mix;

import org.jspecify.annotations.NullMarked;
