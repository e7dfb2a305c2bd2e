/** Transfers, and legs that go from one call to another. */
@NullMarked
package org.trunkline.engine.call.transfer;

import org.jspecify.annotations.NullMarked;
