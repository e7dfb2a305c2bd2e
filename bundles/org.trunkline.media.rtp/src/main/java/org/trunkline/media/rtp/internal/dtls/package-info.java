/** Keys for SRTP by DTLS (RFC 5763, 5764), with Bouncy Castle. */
@NullMarked
package org.trunkline.media.rtp.internal.dtls;

import org.jspecify.annotations.NullMarked;
