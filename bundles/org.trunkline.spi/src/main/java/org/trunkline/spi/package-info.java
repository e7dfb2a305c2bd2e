/** What plug-ins implement and get: extension points, one package an area. */
@NullMarked
package org.trunkline.spi;

import org.jspecify.annotations.NullMarked;
