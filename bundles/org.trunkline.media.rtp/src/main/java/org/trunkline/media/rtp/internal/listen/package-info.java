/** A call's sound for a mix that nobody of the call hears, and the tone that its parties hear meanwhile. */
@NullMarked
package org.trunkline.media.rtp.internal.listen;

import org.jspecify.annotations.NullMarked;
