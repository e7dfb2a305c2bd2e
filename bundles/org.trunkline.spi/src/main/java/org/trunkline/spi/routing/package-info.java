/** Routing of calls. */
@NullMarked
package org.trunkline.spi.routing;

import org.jspecify.annotations.NullMarked;
