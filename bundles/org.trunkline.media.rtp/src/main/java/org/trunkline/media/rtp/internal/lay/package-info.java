/** What is laid over the sound of a call on its way from one side to the other. */
@NullMarked
package org.trunkline.media.rtp.internal.lay;

import org.jspecify.annotations.NullMarked;
