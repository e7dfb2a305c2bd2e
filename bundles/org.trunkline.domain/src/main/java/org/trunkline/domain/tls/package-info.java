/** Certificates and keys of TLS, as files hold them. */
@NullMarked
package org.trunkline.domain.tls;

import org.jspecify.annotations.NullMarked;
