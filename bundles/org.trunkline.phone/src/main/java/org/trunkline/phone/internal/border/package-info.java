/** The way of media to SIP servers that do not have it as browsers do. */
@NullMarked
package org.trunkline.phone.internal.border;

import org.jspecify.annotations.NullMarked;
