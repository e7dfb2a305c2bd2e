/** What a search asks of a record, and its answer for one record without an index. */
@NullMarked
package org.trunkline.query.record;

import org.jspecify.annotations.NullMarked;
