@NullMarked
package org.trunkline.media.rtp.internal;

import org.jspecify.annotations.NullMarked;
