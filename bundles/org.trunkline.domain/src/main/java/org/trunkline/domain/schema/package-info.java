/** One description of each kind of configuration entry: its record, read once. */
@NullMarked
package org.trunkline.domain.schema;

import org.jspecify.annotations.NullMarked;
