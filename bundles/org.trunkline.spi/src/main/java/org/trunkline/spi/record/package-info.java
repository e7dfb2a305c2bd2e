/** Call records: consumers, fields, formats, collectors. */
@NullMarked
package org.trunkline.spi.record;

import org.jspecify.annotations.NullMarked;
