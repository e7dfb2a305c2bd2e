/** Text messages outside calls (RFC 3428): who may send them, to which phones and trunks they go, what waits for phones that are away. */
@NullMarked
package org.trunkline.engine.messaging;

import org.jspecify.annotations.NullMarked;
