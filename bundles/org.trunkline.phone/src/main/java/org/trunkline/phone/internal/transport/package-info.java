/** Connections of the phone to SIP servers. */
@NullMarked
package org.trunkline.phone.internal.transport;

import org.jspecify.annotations.NullMarked;
