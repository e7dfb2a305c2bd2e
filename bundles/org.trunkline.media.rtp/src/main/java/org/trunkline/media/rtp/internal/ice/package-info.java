/** Connectivity checks of others, and their answers (RFC 8445 as the lite agent, RFC 8489). */
@NullMarked
package org.trunkline.media.rtp.internal.ice;

import org.jspecify.annotations.NullMarked;
