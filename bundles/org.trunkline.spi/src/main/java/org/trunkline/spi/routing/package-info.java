/** Where calls go. */
@NullMarked
package org.trunkline.spi.routing;

import org.jspecify.annotations.NullMarked;
