/** Who subscribed to the calls of a subscriber, and what they are told (RFC 4235). */
@NullMarked
package org.trunkline.engine.call.dialoginfo;

import org.jspecify.annotations.NullMarked;
