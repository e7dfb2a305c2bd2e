/** Session descriptions (RFC 4566), as far as a relay must understand them. */
@NullMarked
package org.trunkline.engine.sdp;

import org.jspecify.annotations.NullMarked;
