/** Extension points and services of plug-ins, one package per area. */
@NullMarked
package org.trunkline.spi;

import org.jspecify.annotations.NullMarked;
