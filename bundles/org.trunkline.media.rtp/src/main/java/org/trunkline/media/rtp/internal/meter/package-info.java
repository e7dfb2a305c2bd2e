@NullMarked
package org.trunkline.media.rtp.internal.meter;

import org.jspecify.annotations.NullMarked;
