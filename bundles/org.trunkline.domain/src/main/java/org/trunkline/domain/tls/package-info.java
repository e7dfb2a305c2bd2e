/** TLS: certificates and keys as files hold them, and which certificates of servers a client trusts. */
@NullMarked
package org.trunkline.domain.tls;

import org.jspecify.annotations.NullMarked;
