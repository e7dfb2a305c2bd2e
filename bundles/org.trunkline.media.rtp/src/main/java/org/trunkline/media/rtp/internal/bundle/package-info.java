/** Several media lines on one transport (RFC 9143). */
@NullMarked
package org.trunkline.media.rtp.internal.bundle;

import org.jspecify.annotations.NullMarked;
