/** WebSockets that carry SIP (RFC 6455, RFC 7118): the handshake and the frames. */
@NullMarked
package org.trunkline.sip.jain.internal.web;

import org.jspecify.annotations.NullMarked;
