/** ICE over TCP (RFC 6544): one listening port for all sides that are browsers, and packets framed in streams (RFC 4571). */
@NullMarked
package org.trunkline.media.rtp.internal.tcp;

import org.jspecify.annotations.NullMarked;
