@NullMarked
package org.trunkline.media.rtp.internal.srtp;

import org.jspecify.annotations.NullMarked;
