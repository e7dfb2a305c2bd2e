/** The meaning of values in a query: figures, times, numbers, patterns and sequences of SIP messages. */
@NullMarked
package org.trunkline.query.value;

import org.jspecify.annotations.NullMarked;
