/** Forms, kinds of entries and templates of trunks. */
@NullMarked
package org.trunkline.spi.config;

import org.jspecify.annotations.NullMarked;
