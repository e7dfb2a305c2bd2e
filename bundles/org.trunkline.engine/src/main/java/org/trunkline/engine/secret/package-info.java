/** Secrets at rest. */
@NullMarked
package org.trunkline.engine.secret;

import org.jspecify.annotations.NullMarked;
