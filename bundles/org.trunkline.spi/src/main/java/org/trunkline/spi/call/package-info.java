/** Applications that control calls. */
@NullMarked
package org.trunkline.spi.call;

import org.jspecify.annotations.NullMarked;
