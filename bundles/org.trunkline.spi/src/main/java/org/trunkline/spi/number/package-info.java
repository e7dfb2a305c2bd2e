/** Facts about telephone numbers. */
@NullMarked
package org.trunkline.spi.number;

import org.jspecify.annotations.NullMarked;
