/** Test calls over a trunk. */
@NullMarked
package org.trunkline.ui.trunks.internal.testcall;

import org.jspecify.annotations.NullMarked;
