/** The sockets of the admin API: listeners, connections and their bounds, the certificate. */
@NullMarked
package org.trunkline.http.internal.listen;

import org.jspecify.annotations.NullMarked;
