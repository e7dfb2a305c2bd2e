@NullMarked
package org.trunkline.media.rtp.internal.net;

import org.jspecify.annotations.NullMarked;
